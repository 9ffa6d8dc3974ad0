import { findAttributes } from "#customers/attributes.ts";
import { getCustomer } from "#customers/find-customer.ts";
import { findContactNotes } from "#customers/find-contact-notes.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Call } from "./call.ts";
import type { CallDeps } from "./call-deps.ts";
import { maskEmail, maskPhone } from "./mask-contact.ts";

/** All that an agent sees of a customer beside what she chose. */
export type CallerFacts = {
  readonly customer: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** BCP 47: in which wordings are read out. */
  readonly locale: string;
  /** Masked: she says it, and the agent sees whether it can be right. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Declared attributes that are visible to agents. */
  readonly attributes: ReadonlyArray<{
    readonly name: string;
    readonly label: string;
    readonly value: string | number | boolean;
  }>;
  /** What agents noted before, newest first. */
  readonly notes: ReadonlyArray<{
    readonly at: number;
    readonly disposition: string | null;
    readonly category: string | null;
    readonly note: string | null;
  }>;
};

const NOTES = 10;
/** Notes of another source were not written for agents. */
export const CALL_CENTRE = "call-centre";

/** What is released to agents: names, masked addresses, attributes whose declaration says so, and agents' own notes. */
export async function releasedFacts(
  deps: CallDeps,
  { customer: code, customerId }: Call,
): Promise<Result<CallerFacts, Problem>> {
  const found = await getCustomer(deps.store, code);
  if (!found.ok) return err(problem("not_found"));
  const { firstName, lastName, locale, email, phone, attributes } = found.value;
  const [definitions, notes] = await Promise.all([findAttributes(deps.store), findContactNotes(deps, customerId)]);
  return ok({
    customer: found.value.code,
    firstName,
    lastName,
    locale,
    email: email === null ? null : maskEmail(email),
    phone: phone === null ? null : maskPhone(phone),
    attributes: [...definitions.values()].flatMap(({ name, label, visibleTo }) => {
      const value = attributes[name];
      return visibleTo.includes("agent") && value !== undefined ? [{ name, label, value }] : [];
    }),
    notes: notes
      .filter(({ source }) => source === CALL_CENTRE)
      .slice(0, NOTES)
      .map(({ at, disposition, category, note = null }) => ({ at, disposition, category, note })),
  });
}
