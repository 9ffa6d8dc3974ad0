import type { RehearseDeps } from "#messages/triggers/rehearse-trigger.ts";
import type { Operation } from "#web/operation.ts";
import { changeTriggerState } from "./change-trigger-state.ts";
import { countTriggerEntries } from "./count-trigger-entries.ts";
import { getTrigger } from "./get-trigger.ts";
import { listTriggerEntries } from "./list-trigger-entries.ts";
import { listTriggers } from "./list-triggers.ts";
import { putTrigger } from "./put-trigger.ts";
import { rehearseTrigger } from "./rehearse-trigger.ts";

/** "When this happens, then that message", a line each. */
export function triggerOperations(deps: RehearseDeps): readonly Operation[] {
  return [
    listTriggers(deps),
    getTrigger(deps),
    putTrigger(deps),
    changeTriggerState(deps),
    rehearseTrigger(deps),
    countTriggerEntries(deps),
    listTriggerEntries(deps),
  ];
}
