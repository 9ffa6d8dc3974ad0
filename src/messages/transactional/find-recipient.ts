import { sql } from "drizzle-orm";
import { emailIdentity } from "#customers/normalise-identity.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { SendInput } from "./send-request.ts";

/**
 * Whom a direct message goes to. Somebody known by an address alone gets a record of that address: it has no name under which
 * anybody else could ask for it, no consent and no history, and it is forgotten (forget-sends.ts).
 */
export type Recipient = {
  readonly code: string;
  readonly zone: string;
  readonly addressHash: string;
  /** Present where the record is made of the address. */
  readonly addressee?: Addressee;
};

export type Addressee = { readonly email: string; readonly locale: string; readonly firstName: string | null };

/** Codes of records made of an address: without a code of the vendor's, and never an anonymous id that a page was given. */
export const ADDRESSEE_PREFIX = "anon:~to:";

export async function findRecipient(
  deps: { readonly store: Store; readonly secret: Secret },
  to: SendInput["to"],
): Promise<Result<Recipient, Fault>> {
  const found = "customer" in to ? await findCustomerNamed(deps.store, to.customer) : addresseeOf(deps.secret, to);
  if (!found.ok || !(await isSuppressed(deps.store, found.value.addressHash))) return found;
  const pointer = "customer" in to ? "/to/customer" : "/to/address";
  return err({ pointer, message: "The address is suppressed: nothing may be sent to it." });
}

async function findCustomerNamed(store: Store, code: string): Promise<Result<Recipient, Fault>> {
  const [row] = await store.read<{ code: string; zone: string; addressHash: string | null }>(
    sql`select c.code, c.zone, c.email_hash as addressHash from customers named
      join customers c on c.id = coalesce(named.merged_into, named.id) where named.code = ${code} and c.erased_at is null`,
  );
  if (row === undefined) return err({ pointer: "/to/customer", message: "There is no such customer." });
  const { addressHash, ...recipient } = row;
  if (addressHash === null) return err({ pointer: "/to/customer", message: "No e-mail address is known of her." });
  return ok({ ...recipient, addressHash });
}

function addresseeOf(
  secret: Secret,
  { address, zone, locale, firstName }: Exclude<SendInput["to"], { customer: string }>,
): Result<Recipient, Fault> {
  const identity = emailIdentity(secret, address);
  if (identity === undefined) return err({ pointer: "/to/address", message: "This is no bare e-mail address." });
  const code = `${ADDRESSEE_PREFIX}${keyedHash(secret.keyFor("addressee/1"), identity.value).slice(0, 22)}`;
  return ok({
    code,
    zone,
    addressHash: identity.hash,
    addressee: { email: identity.value, locale, firstName: firstName ?? null },
  });
}

/** As the claim asks it of transactional mail (claim/standing.ts). An opt-out from marketing does not stop it. */
async function isSuppressed(store: Store, addressHash: string): Promise<boolean> {
  const [row] = await store.read(
    sql`select 1 from suppressions where address_hash = ${addressHash} and channel = 'email' and scope = ''
      and reason in ('unknown_recipient', 'complaint', 'erased') limit 1`,
  );
  return row !== undefined;
}
