import type { Query } from "#store/store.ts";
import { leaveAddressRecords, suppressAddresses, takeAddressRecords } from "./address-records.ts";
import type { Person } from "./personal-data.ts";

const EMPTY_RECORD = `first_name = null, last_name = null, locale = '', zone = '', country = null, birth_on = null,
  email = null, email_hash = null, phone = null, phone_hash = null, is_tracked = 0, updated_at = 0, origins = null`;

/**
 * From here on nobody plans, sends to or records of her. Her record is empty at once: the vendor's code and that it was erased
 * are left, so that no file brings her back. What was sent to her bare address or typed into a form under it goes with her.
 */
export function beginErasure(
  person: Person,
  { at, names }: { readonly at: number; readonly names: Uint8Array },
): Query[] {
  const ids = JSON.stringify(person.ids);
  return [
    {
      sql: `update customers set erased_at = ?, ${EMPTY_RECORD}
        where id in (select value from json_each(?)) and erased_at is null`,
      params: [at, ids],
    },
    {
      sql: `insert into erasures (customer_id, begun_at, names) values (?, ?, ?) on conflict (customer_id) do nothing`,
      params: [person.id, at, names],
    },
    suppressAddresses(person, at),
    takeAddressRecords(person, at),
    ...leaveAddressRecords(person),
  ];
}

/**
 * Begins again with a record that was erased before, and finished: what came into it since, by whatever fault, goes as well.
 * The moment of the erasure stays. An erasure under way is left to go on.
 */
export function repeatErasure(
  person: Person,
  { at, names }: { readonly at: number; readonly names: Uint8Array },
): Query[] {
  return [
    {
      sql: `update customers set ${EMPTY_RECORD} where id in (select value from json_each(?)) and erased_at is not null`,
      params: [JSON.stringify(person.ids)],
    },
    {
      sql: `update erasures set finished_at = null, done = '[]', names = ? where customer_id = ? and finished_at is not null`,
      params: [names, person.id],
    },
    suppressAddresses(person, at),
    takeAddressRecords(person, at),
    ...leaveAddressRecords(person),
  ];
}

export function finishErasure({ id }: Person, at: number): Query {
  return {
    sql: "update erasures set finished_at = ?, names = null where customer_id = ? and finished_at is null",
    params: [at, id],
  };
}

/** In the list of what is done, once. */
export function areaErased({ id }: Person, area: string): Query {
  return {
    sql: `update erasures set done = json_insert(done, '$[#]', ?)
      where customer_id = ? and not exists (select 1 from json_each(done) where value = ?)`,
    params: [area, id, area],
  };
}
