import type { Store } from "#store/store.ts";
import type { Person, PersonName } from "./personal-data.ts";

/** The person behind a code or a row, merged records followed; undefined where there is none. By unique keys and indexes. */
export async function findPerson(
  store: Pick<Store, "read">,
  customer: { readonly code: string } | { readonly id: number },
): Promise<(Person & { readonly erasedAt: number | null }) | undefined> {
  const [column, value] = "code" in customer ? (["code", customer.code] as const) : (["id", customer.id] as const);
  const [found] = await store.read<{ id: number; code: string; erasedAt: number | null }>({
    sql: `select survivor.id, survivor.code, survivor.erased_at as erasedAt from customers as named
      cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id) where named.${column} = ?`,
    params: [value],
  });
  if (found === undefined) return undefined;
  const merged = await store.read<{ id: number; code: string }>({
    sql: "select id, code from customers where merged_into = ? order by id",
    params: [found.id],
  });
  const ids = [found.id, ...merged.map(({ id }) => id)];
  const codes = [found.code, ...merged.map(({ code }) => code)];
  return { ...found, ids, names: [...codes.map(codeName), ...(await contactNames(store, ids))] };
}

function codeName(code: string): PersonName {
  return { kind: "code", value: code, hash: "" };
}

async function contactNames(store: Pick<Store, "read">, ids: readonly number[]): Promise<readonly PersonName[]> {
  const list = JSON.stringify(ids);
  return store.read<PersonName>({
    sql: `select kind, value, hash from identities where customer_id in (select value from json_each(?))
      union select 'email', email, email_hash from customers
        where id in (select value from json_each(?)) and email is not null and email_hash is not null
      union select 'phone', phone, phone_hash from customers
        where id in (select value from json_each(?)) and phone is not null and phone_hash is not null`,
    params: [list, list, list],
  });
}
