import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { type SealedPlace, seal, unseal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Form } from "#customers/forms/find-form.ts";
import { findForm } from "#customers/forms/find-form.ts";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { type SentAnswers, statedAddress } from "#customers/forms/record-answers.ts";
import { signConfirm } from "./confirm-token.ts";

/** Mails that one address is sent in a day, whatever forms ask for them, and for one page that was sent. */
const PER_ADDRESS_AND_DAY = 3;
const PER_REQUEST = 3;
const BETWEEN_MS = MINUTE_MS;

/** What waits, sealed: all that the answers were. */
export type WaitingAnswers = Omit<SentAnswers, "form">;

const placeOf = (idHash: string): SealedPlace => ({ table: "form_confirmations", key: idHash, column: "answers" });

/**
 * Keeps answers sealed until the owner of their address says that it was she, and asks her so by one mail. It is the same
 * single insert whoever the address belongs to. Beyond its limits nothing is sent, with the same answer to whoever typed: a
 * form is no way to fill somebody's mailbox.
 */
export async function requestConfirmation(deps: FormDeps, { form, ...waiting }: SentAnswers): Promise<void> {
  const { store, clock, secret } = deps;
  const address = statedAddress(waiting.answers);
  if (address?.kind !== "email") throw new Error("A form that asks for confirmation has an e-mail address.");
  const { idHash, network } = waiting.origin;
  const now = clock.now();
  const [made = []] = await store.write<{ state: string }>([
    {
      sql: `insert into form_confirmations
          (id_hash, form_code, version, address_hash, network, answers, state, sends, last_sent_at, at, expires_at)
        select ?, ?, ?, ?, ?, ?, iif(allowed, 'waiting', 'held'), allowed, ?, ?, ?
        from (select ${mailsTo} < ${PER_ADDRESS_AND_DAY} and ${mailsOf} < ? as allowed)
        where true on conflict do nothing returning state`,
      params: [
        idHash,
        form.code,
        form.version,
        address.hash,
        network,
        seal(secret, placeOf(idHash), JSON.stringify(waiting)),
        now,
        now,
        now + (form.definition.confirmDays ?? 7) * DAY_MS,
        address.hash,
        now - DAY_MS,
        form.code,
        now - HOUR_MS,
        form.definition.confirmationsPerHour,
      ],
    },
  ]);
  if (made[0]?.state === "waiting") await mail(deps, { form, waiting, sends: 1 });
}

const mailsTo = "(select coalesce(sum(sends), 0) from form_confirmations where address_hash = ? and at > ?)";
const mailsOf = "(select coalesce(sum(sends), 0) from form_confirmations where form_code = ? and at > ?)";

type Resent = {
  readonly formCode: string;
  readonly version: number;
  readonly answers: unknown;
  readonly sends: number;
};

/** Sends the mail once more, where it is within all limits; nobody is told which it was. */
export async function resendConfirmation(deps: FormDeps, idHash: string): Promise<void> {
  const { store, clock, secret } = deps;
  const now = clock.now();
  const [rows = []] = await store.write<Resent>([
    {
      sql: `update form_confirmations as f set sends = sends + 1, last_sent_at = ?, state = 'waiting'
        where id_hash = ? and state in ('waiting', 'held') and expires_at > ? and sends < ${PER_REQUEST}
          and last_sent_at <= ? and (select sum(sends) from form_confirmations o
            where o.address_hash = f.address_hash and o.at > ?) < ${PER_ADDRESS_AND_DAY}
        returning form_code as formCode, version, answers, sends`,
      params: [now, idHash, now, now - BETWEEN_MS, now - DAY_MS],
    },
  ]);
  const [row] = rows;
  const form = row === undefined ? undefined : await findForm(store, row.formCode, row.version);
  const waiting = row === undefined ? undefined : openAnswers(secret, idHash, row.answers);
  if (row === undefined || form === undefined || waiting === undefined) return;
  await mail(deps, { form, waiting, sends: row.sends });
}

export function openAnswers(secret: Secret, idHash: string, sealed: unknown): WaitingAnswers | undefined {
  const text = unseal(secret, placeOf(idHash), bytesOf(sealed));
  return text === undefined ? undefined : (JSON.parse(text) as WaitingAnswers);
}

type Asked = { readonly form: Form; readonly waiting: WaitingAnswers; readonly sends: number };

async function mail(deps: FormDeps, { form, waiting, sends }: Asked): Promise<void> {
  const { idHash, locale } = waiting.origin;
  const { definition } = form;
  await deps.sendConfirmation({
    key: `form-${idHash}-${sends}`,
    address: statedAddress(waiting.answers)?.value ?? "",
    locale,
    title: pickWords(definition.title, locale, definition.locale),
    wordings: agreedWordings(form, waiting),
    url: `${deps.publicUrl}/forms/confirm/${signConfirm(deps.secret, "confirm", idHash)}`,
    days: definition.confirmDays ?? 7,
  });
}

/** What was agreed to, in the words that were read. */
export function agreedWordings({ definition }: Form, { answers, origin }: WaitingAnswers): readonly string[] {
  return definition.fields
    .filter(({ kind, name }) => kind === "consent" && answers[name]?.kind === "agreed")
    .map(({ label }) => pickWords(label, origin.locale, definition.locale));
}
