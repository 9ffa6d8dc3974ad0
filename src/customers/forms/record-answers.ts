import { findAttributes } from "#customers/attributes.ts";
import { customerRows } from "#customers/facts/customer-rows.ts";
import { changedRows, factStatements } from "#customers/facts/fact-statements.ts";
import { bornInBatch, settleNewCustomers } from "#customers/facts/withheld.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import type { Query, Statement, Store } from "#store/store.ts";
import { addressFlags } from "./address-flags.ts";
import type { Answers } from "./check-answers.ts";
import { type AnswerOrigin, factOfAnswers } from "./fact-of-answers.ts";
import type { Form } from "./find-form.ts";
import type { FormDeps } from "./form-deps.ts";
import { mailFlags } from "./mail-flags.ts";
import { pickedAnswers } from "./picked-answers.ts";

export type SentAnswers = {
  readonly form: Form;
  readonly answers: Answers;
  readonly origin: AnswerOrigin;
  /** Whose own link opened the form; 0: anybody's. */
  readonly customerId: number;
};

/**
 * Makes facts of answers, in one batch with the consents and the submission. Nobody confirmed who she is: by her own link she
 * is a known customer, of whom only gaps are filled (a mail is passed on); else the answers make a record of their own, and
 * never reach a customer who merely has the same address.
 */
export async function recordAnswers(deps: FormDeps, sent: SentAnswers): Promise<{ readonly isNew: boolean }> {
  const own = sent.customerId === 0 ? undefined : await findOwnCode(deps.store, sent.customerId);
  const customer = own ?? recordCodeOf(deps.secret, sent);
  return write(deps, sent, { customer, isConfirmed: false, isNew: own === undefined, more: [] });
}

/** The same for a caller whom an agent knows: what she says of herself replaces what was known. */
export function recordForCaller(
  deps: FormDeps,
  sent: SentAnswers,
  customer: string,
): Promise<{ readonly isNew: boolean }> {
  return write(deps, sent, { customer, isConfirmed: true, isNew: false, more: [] });
}

export type Confirmed = {
  /** The customer who owns the address; absent: nobody is known by it. */
  readonly customer: string | undefined;
  /** What the confirmation itself changes, in the same batch. */
  readonly more: (customer: string) => readonly Statement[];
};

/** The same for answers whose address was confirmed: they are the customer's who owns it. */
export function recordConfirmed(
  deps: FormDeps,
  sent: SentAnswers,
  { customer, more }: Confirmed,
): Promise<{ readonly isNew: boolean }> {
  const code = customer ?? recordCodeOf(deps.secret, sent);
  return write(deps, sent, { customer: code, isConfirmed: true, isNew: customer === undefined, more: more(code) });
}

type Writing = {
  readonly customer: string;
  readonly isConfirmed: boolean;
  readonly isNew: boolean;
  readonly more: readonly Statement[];
};

async function write(
  deps: FormDeps,
  sent: SentAnswers,
  { customer, isConfirmed, isNew, more }: Writing,
): Promise<{ readonly isNew: boolean }> {
  const { store, clock } = deps;
  const now = clock.now();
  const fact = factOfAnswers({ ...sent, customer, attributes: await findAttributes(store) });
  // She reads the form in her language; of somebody who is known, that says nothing new.
  const spoken = isNew ? { ...fact, profile: { locale: sent.origin.locale, ...fact.profile } } : fact;
  const flags = [...addressFlags(sent.answers), ...(await mailFlags(deps.receivesMail, sent.answers))];
  const results = await store.write([
    customerRows([customer], isConfirmed ? now : bornInBatch(now)),
    submissionStatement(sent, customer, flags),
    ...factStatements(deps, { by: "code", facts: [spoken], receivedAt: now, isPublic: !isConfirmed }),
    ...(isConfirmed ? [] : [settleNewCustomers([customer])]),
    ...more,
  ]);
  return { isNew: changedRows(results) === 1 };
}

function submissionStatement(
  { form, answers, origin }: SentAnswers,
  customer: string,
  flags: readonly string[],
): Query {
  return {
    sql: `insert into form_submissions (id_hash, form_code, version, customer_id, channel, network, address_hash, flags, picked, at)
      select ?, ?, ?, coalesce(merged_into, id), ?, ?, ?, ?, ?, ? from customers where code = ? and erased_at is null
      on conflict do nothing`,
    params: [
      origin.idHash,
      form.code,
      form.version,
      origin.channel,
      origin.network,
      statedAddress(answers)?.hash ?? "",
      JSON.stringify(flags),
      JSON.stringify(pickedAnswers(form.definition, answers)),
      origin.at,
      customer,
    ],
  };
}

/** The address that somebody says is hers. */
export function statedAddress(answers: Answers) {
  const identities = Object.values(answers).flatMap((answer) => (answer.kind === "identity" ? [answer.identity] : []));
  return identities.find(({ kind }) => kind === "email") ?? identities[0];
}

/** Codes of records that forms made: without a code of the vendor's, and never an anonymous id that a page was given. */
const RECORD_PREFIX = "anon:~form:";

/** One record for each address that was stated, so that two forms make one; for nameless answers one each. */
function recordCodeOf(secret: Secret, { answers, origin }: SentAnswers): string {
  const { hash } = statedAddress(answers) ?? { hash: origin.idHash };
  return `${RECORD_PREFIX}${keyedHash(secret.keyFor("form-record/1"), hash).slice(0, 22)}`;
}

/** The code under which a customer is known now; undefined where she is erased. */
export async function findOwnCode(store: Store, customerId: number): Promise<string | undefined> {
  const [row] = await store.read<{ code: string }>({
    sql: `select c.code from customers named join customers c on c.id = coalesce(named.merged_into, named.id)
      where named.id = ? and c.erased_at is null`,
    params: [customerId],
  });
  return row?.code;
}
