import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { PutFormDeps } from "#customers/forms/put-form.ts";
import type { Operation } from "#web/operation.ts";
import { getFormOperation } from "./get-form.ts";
import { listDevicesOperation } from "./list-devices.ts";
import { listFormResponsesOperation } from "./list-form-responses.ts";
import { listFormsOperation } from "./list-forms.ts";
import { putFormOperation } from "./put-form.ts";
import { registerDeviceOperation } from "./register-device.ts";
import { revokeDeviceOperation } from "./revoke-device.ts";

/** Everything that the API can do with hosted forms, a line each. */
export function formOperations(deps: CustomerDeps & PutFormDeps): readonly Operation[] {
  return [
    listFormsOperation(deps),
    putFormOperation(deps),
    getFormOperation(deps),
    listFormResponsesOperation(deps),
    listDevicesOperation(deps),
    registerDeviceOperation(deps),
    revokeDeviceOperation(deps),
  ];
}
