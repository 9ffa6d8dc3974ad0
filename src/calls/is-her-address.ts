import type { Call } from "./call.ts";
import type { CallDeps } from "./call-deps.ts";

/**
 * Whether an e-mail address is the caller's by more than her word: she confirmed it, or the vendor stated it. What came with a
 * form has the form's own moment and proves nothing, since anybody can say any address; so does what came as a claim. `hash` absent: the one that stands in
 * her record. By the keys of customers and identities and the submissions of an address.
 */
export async function isHerAddress(
  { store }: Pick<CallDeps, "store">,
  { customerId }: Pick<Call, "customerId">,
  hash?: string,
): Promise<boolean> {
  const [row] = await store.read<{ isHers: number }>({
    sql: `with said as (select id, email_hash, coalesce(?, email_hash) as hash,
        email_hash = coalesce(?, email_hash) and origins ->> '$.email[2]' is not null as is_claim
      from customers where id = ?)
      select exists (select 1 from said cross join identities i
          on i.kind = 'email' and i.hash = said.hash and i.customer_id = said.id
          where i.verified_at is not null or (not said.is_claim and not exists (select 1 from form_submissions s
            where s.address_hash = i.hash and s.at = i.at and s.customer_id = i.customer_id)))
        or exists (select 1 from said where email_hash = hash and not is_claim and not exists (select 1 from form_submissions s
            where s.address_hash = said.hash and s.customer_id = said.id)) as isHers`,
    params: [hash ?? null, hash ?? null, customerId],
  });
  return row?.isHers === 1;
}

/** Whether an address stands in her record at all. By the primary key. */
export async function hasAddress(
  { store }: Pick<CallDeps, "store">,
  { customerId }: Pick<Call, "customerId">,
): Promise<boolean> {
  const sql = "select 1 from customers where id = ? and email_hash is not null";
  return (await store.read({ sql, params: [customerId] })).length > 0;
}
