import type { AuditActor } from "#access/audit.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Preferences, PreferencesInput } from "#messages/preferences/preferences.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import type { Call } from "./call.ts";
import { audited, type CallDeps } from "./call-deps.ts";
import { hasAddress, isHerAddress } from "./is-her-address.ts";
import { CALL_CENTRE } from "./released-facts.ts";

export type CallerChoice = {
  readonly actor: AuditActor;
  readonly call: Call;
  readonly choice: PreferencesInput;
  /** The words that were read out to her. */
  readonly wording: string;
};

/**
 * What a caller chose about what she hears, and when. The consents that follow name the agent and the call as their proof. To
 * an address of which nobody knows that it is hers nothing is turned on: it is asked by mail first, by a form with confirmation.
 */
export async function chooseForCaller(
  deps: CallDeps,
  { actor, call, choice, wording }: CallerChoice,
): Promise<Result<Preferences, Problem>> {
  const faults = await unconfirmed(deps, call, choice);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
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

/** A fault for each newsletter that would begin to come by e-mail to an address that anybody could have named. */
async function unconfirmed(deps: CallDeps, call: Call, choice: PreferencesInput): Promise<readonly Fault[]> {
  if (!choice.newsletters.some(({ isOn }) => isOn)) return [];
  const current = await findPreferences(deps.store, { id: call.customerId });
  const known = new Map(current?.newsletters.map((newsletter) => [newsletter.code, newsletter]));
  const turnedOn = choice.newsletters.flatMap(({ code, isOn, channel }, index) => {
    const before = known.get(code);
    const by = channel ?? before?.channel;
    return isOn && by === "email" && !(before?.isOn === true && before.channel === by) ? [index] : [];
  });
  if (turnedOn.length === 0 || !(await hasAddress(deps, call)) || (await isHerAddress(deps, call))) return [];
  return turnedOn.map((index) => ({ pointer: `/newsletters/${index}/isOn`, message: UNCONFIRMED }));
}

const UNCONFIRMED =
  "Nobody confirmed that this address is hers: fill in a form for newsletters with her, and she is asked by mail.";
