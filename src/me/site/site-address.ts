import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";
import type { Query, Store } from "#store/store.ts";

/** A customer's site and which of its addresses counts. */
export type OwnSite = { readonly customerId: number; readonly version: number; readonly madeAt: number };

const MAC = 22;

/**
 * The address of her site: her number and 132 bits of a keyed hash over it and the version, so that it can't be guessed, is
 * kept nowhere, and is revoked by a new version. It opens nothing: whoever has it may ask for a code, which goes to her.
 */
export function sitePath(secret: Secret, { customerId, version }: Pick<OwnSite, "customerId" | "version">): string {
  return `/me/at/${customerId.toString(36)}-${macOf(secret, customerId, version)}`;
}

function macOf(secret: Secret, customerId: number, version: number): string {
  return keyedHash(secret.keyFor("own-site/1"), `${customerId}.${version}`).slice(0, MAC);
}

/** Whose site an address is; undefined for one that is none, was revoked, or whose customer was erased. By primary keys. */
export async function findSiteOwner(
  { secret, reads }: { readonly secret: Secret; readonly reads: Pick<Store, "read"> },
  key: string,
): Promise<
  { readonly addressHash: string | null; readonly email: string | null; readonly locale: string } | undefined
> {
  const [, number = "", mac = ""] = /^([0-9a-z]{1,10})-([\w-]{22})$/.exec(key) ?? [];
  if (number === "") return undefined;
  const customerId = Number.parseInt(number, 36);
  const [row] = await reads.read<{ version: number; addressHash: string | null; email: string | null; locale: string }>(
    {
      sql: `select s.version, c.email_hash as addressHash, c.email, c.locale from own_sites s
      cross join customers d on d.id = s.customer_id cross join customers c on c.id = coalesce(d.merged_into, d.id)
      where s.customer_id = ? and c.erased_at is null`,
      params: [customerId],
    },
  );
  return row !== undefined && isSameText(mac, macOf(secret, customerId, row.version)) ? row : undefined;
}

/** When her site came to be, and its address now. By primary key. */
export async function findSite(reads: Pick<Store, "read">, customerId: number): Promise<OwnSite> {
  const [row] = await reads.read<{ version: number; madeAt: number }>({
    sql: "select version, made_at as madeAt from own_sites where customer_id = ?",
    params: [customerId],
  });
  return { customerId, version: row?.version ?? 0, madeAt: row?.madeAt ?? 0 };
}

/** From here on the old address leads nowhere. */
export function renewSite(customerId: number): Query {
  return { sql: "update own_sites set version = version + 1 where customer_id = ?", params: [customerId] };
}
