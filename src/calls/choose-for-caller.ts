import type { AuditActor } from "#access/audit.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import type { Preferences, PreferencesInput } from "#messages/preferences/preferences.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import type { Call } from "./call.ts";
import { audited, type CallDeps } from "./call-deps.ts";
import { CALL_CENTRE } from "./released-facts.ts";

export type CallerChoice = {
  readonly actor: AuditActor;
  readonly call: Call;
  readonly choice: PreferencesInput;
  /** The words that were read out to her. */
  readonly wording: string;
};

/** What a caller chose about what she hears, and when. The consents that follow name the agent and the call as their proof. */
export function chooseForCaller(
  deps: CallDeps,
  { actor, call, choice, wording }: CallerChoice,
): Promise<Result<Preferences, Problem>> {
  return savePreferences({
    deps: audited(deps, { actor, call, action: "choose-for-caller" }),
    customerCode: call.customer,
    choice,
    source: CALL_CENTRE,
    wording,
    proof: { through: "telephone", agent: call.agent, call: call.reference },
    isTold: true,
  });
}
