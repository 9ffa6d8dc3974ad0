import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { type SealedPlace, seal, unseal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Form } from "#customers/forms/find-form.ts";
import { findForm } from "#customers/forms/find-form.ts";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { type SentAnswers, statedAddress } from "#customers/forms/record-answers.ts";
import type { Query } from "#store/store.ts";
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
  const isWithin = withinLimits(form, address.hash, now);
  const [made = []] = await store.write<{ state: string }>([
    {
      sql: `insert into form_confirmations
          (id_hash, form_code, version, address_hash, network, answers, state, sends, last_sent_at, sent_at, at,
            expires_at)
        select ?, ?, ?, ?, ?, ?, iif(allowed, 'waiting', 'held'), allowed, ?, iif(allowed, json_array(?), '[]'), ?, ?
        from (select ${isWithin.sql} as allowed)
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
        now,
        now + (form.definition.confirmDays ?? 7) * DAY_MS,
        ...isWithin.params,
      ],
    },
  ]);
  if (made[0]?.state === "waiting") await mail(deps, { form, waiting, sends: 1 });
}

/**
 * One more mail is within the limits of its address and of its form: the same condition for a first mail and for another one.
 * Each mail counts at the time when it left. A page whose last one left before the window has none in it, so the indexes by
 * the last one lead to all that count.
 */
function withinLimits({ code, definition }: Form, addressHash: string, now: number): Query {
  const sent = (column: string) => `select count(*) from form_confirmations cross join json_each(sent_at) as mail
    where ${column} = ? and last_sent_at > ? and mail.value > ?`;
  const [aDayAgo, anHourAgo] = [now - DAY_MS, now - HOUR_MS];
  return {
    sql: `((${sent("address_hash")}) < ${PER_ADDRESS_AND_DAY}
      and not exists (select 1 from form_confirmations where address_hash = ? and sends > 0 and last_sent_at > ?)
      and (${sent("form_code")}) < ?)`,
    params: [
      addressHash,
      aDayAgo,
      aDayAgo,
      addressHash,
      now - BETWEEN_MS,
      code,
      anHourAgo,
      anHourAgo,
      definition.confirmationsPerHour,
    ],
  };
}

type Resent = { readonly formCode: string; readonly version: number; readonly addressHash: string };
type Mailed = { readonly answers: unknown; readonly sends: number };

/** Sends the mail once more, where it is within all limits; nobody is told which it was. */
export async function resendConfirmation(deps: FormDeps, idHash: string): Promise<void> {
  const { store, clock, secret } = deps;
  const now = clock.now();
  const [asked] = await store.read<Resent>({
    sql: "select form_code as formCode, version, address_hash as addressHash from form_confirmations where id_hash = ?",
    params: [idHash],
  });
  const form = asked === undefined ? undefined : await findForm(store, asked.formCode, asked.version);
  if (asked === undefined || form === undefined) return;
  const isWithin = withinLimits(form, asked.addressHash, now);
  const [rows = []] = await store.write<Mailed>([
    {
      sql: `update form_confirmations set sends = sends + 1, last_sent_at = ?, state = 'waiting',
          sent_at = json_insert(sent_at, '$[#]', ?)
        where id_hash = ? and state in ('waiting', 'held') and expires_at > ? and sends < ${PER_REQUEST}
          and last_sent_at <= ? and ${isWithin.sql}
        returning answers, sends`,
      params: [now, now, idHash, now, now - BETWEEN_MS, ...isWithin.params],
    },
  ]);
  const [row] = rows;
  const waiting = row === undefined ? undefined : openAnswers(secret, idHash, row.answers);
  if (row !== undefined && waiting !== undefined) await mail(deps, { form, waiting, sends: row.sends });
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
