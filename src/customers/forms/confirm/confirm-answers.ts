import type { Store } from "#store/store.ts";
import { type Form, findForm } from "#customers/forms/find-form.ts";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import { findOwnCode, recordConfirmed } from "#customers/forms/record-answers.ts";
import { openAnswers, type WaitingAnswers } from "./request-confirmation.ts";
import { toldForm } from "./told-form.ts";

export type Confirmation =
  | { readonly kind: "waiting"; readonly form: Form; readonly waiting: WaitingAnswers; readonly addressHash: string }
  | { readonly kind: "confirmed"; readonly form: Form }
  | { readonly kind: "gone" };

type ConfirmationRow = {
  readonly formCode: string;
  readonly version: number;
  readonly state: string;
  readonly answers: unknown;
  readonly addressHash: string;
  readonly expiresAt: number;
};

/** Looks, and changes nothing: machines open every link of a mail. By the primary key. */
export async function findConfirmation(
  deps: Pick<FormDeps, "store" | "clock" | "secret">,
  idHash: string,
): Promise<Confirmation> {
  const { store, clock, secret } = deps;
  const [row] = await store.read<ConfirmationRow>({
    sql: `select form_code as formCode, version, state, answers, address_hash as addressHash, expires_at as expiresAt
      from form_confirmations where id_hash = ?`,
    params: [idHash],
  });
  const form = row === undefined ? undefined : await findForm(store, row.formCode, row.version);
  if (row === undefined || form === undefined) return { kind: "gone" };
  if (row.state === "confirmed") return { kind: "confirmed", form };
  const waiting = row.expiresAt > clock.now() ? openAnswers(secret, idHash, row.answers) : undefined;
  return waiting === undefined ? { kind: "gone" } : { kind: "waiting", form, waiting, addressHash: row.addressHash };
}

/**
 * The owner of the address says that it was she: what waited becomes facts and consents of whoever the address belongs to, in
 * one batch with the end of the waiting. Pressed twice it is once.
 */
export async function confirmAnswers(
  deps: FormDeps,
  { idHash, network }: { readonly idHash: string; readonly network: string },
): Promise<Confirmation> {
  const found = await findConfirmation(deps, idHash);
  if (found.kind !== "waiting") return found;
  const { form, waiting, addressHash } = found;
  const now = deps.clock.now();
  const customer =
    (await findOwner(deps.store, addressHash, waiting.customerId)) ?? (await findCaller(deps.store, waiting));
  // The consent begins when she confirms it, not when somebody typed her address.
  const confirmation = { requestedAt: waiting.origin.at, confirmedAt: now, network };
  const sent = {
    form: toldForm(form, waiting.origin),
    ...waiting,
    origin: { ...waiting.origin, at: now, confirmation },
  };
  await recordConfirmed(deps, sent, {
    customer,
    more: (code) => [
      {
        sql: `update identities set verified_at = ? where kind = 'email' and hash = ?
          and customer_id = (select coalesce(merged_into, id) from customers where code = ?)`,
        params: [now, addressHash, code],
      },
      {
        // Her button came out of a mail that arrived: what its server once said of the address is over.
        sql: `delete from suppressions where address_hash = ? and channel = 'email' and scope = ''
          and reason in ('undeliverable', 'unknown_recipient')`,
        params: [addressHash],
      },
      {
        sql: `update form_confirmations set state = 'confirmed', confirmed_at = ?, answers = x'',
          customer_id = (select coalesce(merged_into, id) from customers where code = ?)
          where id_hash = ? and state <> 'confirmed'`,
        params: [now, code, idHash],
      },
    ],
  });
  return { kind: "confirmed", form };
}

/** Who has the address: her own link's customer before others who share it. By the indexes of identities and e-mail. */
async function findOwner(store: Store, addressHash: string, customerId: number): Promise<string | undefined> {
  const [row] = await store.read<{ code: string }>({
    // A record that is nothing but the address of a message, as the confirmation's own, is nobody and is forgotten again.
    sql: `select c.code from customers c where c.erased_at is null and c.merged_into is null and c.code not glob 'anon:~to:*'
        and (c.id in (select customer_id from identities where kind = 'email' and hash = ?) or c.email_hash = ?)
      order by c.id = ? desc, c.id limit 1`,
    params: [addressHash, addressHash, customerId],
  });
  return row?.code;
}

/** Nobody has the address yet: it is the caller's who named it to an agent, for the agent knew whom she served. */
async function findCaller(store: Store, { origin, customerId }: WaitingAnswers): Promise<string | undefined> {
  return origin.channel === "call-centre" ? findOwnCode(store, customerId) : undefined;
}
