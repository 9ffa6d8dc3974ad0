import type { AuditActor } from "#access/audit.ts";
import type { Answers } from "#customers/forms/check-answers.ts";
import { requestConfirmation } from "#customers/forms/confirm/request-confirmation.ts";
import { toldForm } from "#customers/forms/confirm/told-form.ts";
import type { Form } from "#customers/forms/find-form.ts";
import { recordForCaller } from "#customers/forms/record-answers.ts";
import { keyedHash } from "#kernel/secret.ts";
import type { Call } from "./call.ts";
import { audited, type CallDeps } from "./call-deps.ts";
import { isHerAddress } from "./is-her-address.ts";

export type CallerAnswers = {
  readonly actor: AuditActor;
  readonly call: Call;
  readonly form: Form;
  readonly answers: Answers;
  /** Unique in the call: the same answers told twice are one. */
  readonly responseId: string;
  /** In which the words were read out. */
  readonly locale: string;
};

/**
 * What a caller answered is hers at once, and so is what she agreed to: the proof names the agent and the call. But
 * whatever holds an address that is not known to be hers waits, in every form, until the address is asked by mail: nobody
 * hears by telephone whose it is, and an address that was merely said replaces none and proves nothing.
 */
export async function answerForCaller(
  deps: CallDeps,
  { actor, call, form, answers, responseId, locale }: CallerAnswers,
): Promise<"recorded" | "waiting"> {
  const { agent, reference, id, customerId } = call;
  const origin = {
    idHash: keyedHash(deps.secret.keyFor("form-submission/1"), `${id}:${form.code}:${responseId}`),
    at: deps.clock.now(),
    channel: "call-centre" as const,
    locale,
    network: "",
    device: "",
    call: { agent, reference },
  };
  const sent = { form: toldForm(form, origin), answers, customerId, origin };
  if (await isNewAddress(deps, call, answers)) {
    await requestConfirmation(deps, sent);
    return "waiting";
  }
  const detail = { form: form.code, version: form.version };
  await recordForCaller(audited(deps, { actor, call, action: "answer-for-caller", detail }), sent, call.customer);
  return "recorded";
}

/** A form can ask for more than one address: each has to be hers. */
async function isNewAddress(deps: CallDeps, call: Call, answers: Answers): Promise<boolean> {
  const hashes = Object.values(answers).flatMap((answer) =>
    answer.kind === "identity" && answer.identity.kind === "email" ? [answer.identity.hash] : [],
  );
  const known = await Promise.all(hashes.map((hash) => isHerAddress(deps, call, hash)));
  return known.includes(false);
}
