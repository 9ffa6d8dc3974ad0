import type { FormDeps } from "#customers/forms/form-deps.ts";
import type { PutFormDeps } from "#customers/forms/put-form.ts";
import type { Operation } from "#web/operation.ts";
import { countFormAnswersOperation } from "./count-form-answers.ts";
import { getFormOperation } from "./get-form.ts";
import { listDevicesOperation } from "./list-devices.ts";
import { listFormResponsesOperation } from "./list-form-responses.ts";
import { listFormsOperation } from "./list-forms.ts";
import { putFormOperation } from "./put-form.ts";
import { registerDeviceOperation } from "./register-device.ts";
import { revokeDeviceOperation } from "./revoke-device.ts";
import { submitFormOperation } from "./submit-form.ts";

/** Everything that the API can do with hosted forms, a line each. */
export function formOperations(deps: FormDeps & PutFormDeps): readonly Operation[] {
  return [
    listFormsOperation(deps),
    putFormOperation(deps),
    getFormOperation(deps),
    listFormResponsesOperation(deps),
    submitFormOperation(deps),
    countFormAnswersOperation(deps),
    listDevicesOperation(deps),
    registerDeviceOperation(deps),
    revokeDeviceOperation(deps),
  ];
}
