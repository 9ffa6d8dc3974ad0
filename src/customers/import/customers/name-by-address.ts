import type { Store } from "#store/store.ts";
import type { Contact } from "#customers/import/run/target-writer.ts";
import type { CustomerReader, CustomerRow } from "./read-customer-row.ts";

/** A customer who is known by an address alone gets a code that leads back to nobody without our key. */
function codeOfAddress(kind: "email" | "phone", { hash }: Contact): string {
  return `${kind === "email" ? "e" : "p"}-${hash.slice(0, 24)}`;
}

/**
 * Gives rows without a code the code of whoever has the address, e-mail before phone; an address that nobody has makes a
 * customer of its own.
 */
export async function nameByAddress(
  store: Store,
  rows: readonly CustomerRow[],
  name: CustomerReader["name"],
): Promise<void> {
  const unnamed = rows.filter(({ code }) => code === "");
  if (unnamed.length === 0) return;
  const codes = await codesByAddress(
    store,
    unnamed.flatMap(({ contacts }) => [
      ...(contacts?.email === undefined ? [] : [["email", contacts.email.hash] as const]),
      ...(contacts?.phone === undefined ? [] : [["phone", contacts.phone.hash] as const]),
    ]),
  );
  for (const row of unnamed) name(row, codeFor(row.contacts ?? {}, codes));
}

export type AddressCodes = ReadonlyMap<string, string>;

export function codeFor(
  { email, phone }: { readonly email?: Contact | undefined; readonly phone?: Contact | undefined },
  codes: AddressCodes,
): string {
  const known = (email && codes.get(`email ${email.hash}`)) ?? (phone && codes.get(`phone ${phone.hash}`));
  if (known !== undefined) return known;
  return email !== undefined ? codeOfAddress("email", email) : phone !== undefined ? codeOfAddress("phone", phone) : "";
}

/** `<kind> <hash>` → code, of those that somebody has. Primary key look-ups. */
export async function codesByAddress(
  store: Store,
  names: ReadonlyArray<readonly [kind: "email" | "phone", hash: string]>,
): Promise<AddressCodes> {
  if (names.length === 0) return new Map();
  const found = await store.read<{ kind: string; hash: string; code: string }>({
    sql: `select named.kind as kind, named.hash as hash, customer.code as code
      from (select value from json_each(?) limit -1) as item
      cross join identities as named on named.kind = item.value ->> 0 and named.hash = item.value ->> 1
      cross join customers as customer on customer.id = named.customer_id`,
    params: [JSON.stringify(names)],
  });
  return new Map(found.map(({ kind, hash, code }) => [`${kind} ${hash}`, code]));
}
