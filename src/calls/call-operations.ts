import type { Operation } from "#web/operation.ts";
import { answerCallFormOperation } from "./api/answer-call-form.ts";
import { endCallOperation } from "./api/end-call.ts";
import { getCallFormOperation } from "./api/get-call-form.ts";
import { getCallOperation } from "./api/get-call.ts";
import { getCallPreferencesOperation } from "./api/get-call-preferences.ts";
import { listCallFormsOperation } from "./api/list-call-forms.ts";
import { listDispositionsOperation } from "./api/list-dispositions.ts";
import { lookUpCallersOperation } from "./api/look-up-callers.ts";
import { noteCallOperation } from "./api/note-call.ts";
import { optOutCallerOperation } from "./api/opt-out-caller.ts";
import { putCallPreferencesOperation } from "./api/put-call-preferences.ts";
import { startCallOperation } from "./api/start-call.ts";
import type { CallDeps } from "./call-deps.ts";

/** The door of a call centre's software, a line each. */
export function callOperations(deps: CallDeps): readonly Operation[] {
  return [
    lookUpCallersOperation(deps),
    startCallOperation(deps),
    getCallOperation(deps),
    endCallOperation(deps),
    noteCallOperation(deps),
    listDispositionsOperation(deps),
    listCallFormsOperation(deps),
    getCallFormOperation(deps),
    answerCallFormOperation(deps),
    getCallPreferencesOperation(deps),
    putCallPreferencesOperation(deps),
    optOutCallerOperation(deps),
  ];
}
