import type { Query } from "#store/store.ts";
import type { Person } from "./personal-data.ts";

const CHANNELS: Readonly<Record<string, readonly string[]>> = { email: ["email"], phone: ["sms", "voice"] };

/**
 * From here on nobody plans, sends to or records of her. Her record is empty at once: the vendor's code and that it was erased
 * are left, so that no file brings her back. An address that another living record has too is not suppressed: it is theirs as
 * well.
 */
export function beginErasure(
  person: Person,
  { at, names }: { readonly at: number; readonly names: Uint8Array },
): Query[] {
  const ids = JSON.stringify(person.ids);
  return [
    {
      sql: `update customers set erased_at = ?, first_name = null, last_name = null, locale = '', zone = '', country = null,
          birth_on = null, email = null, email_hash = null, phone = null, phone_hash = null, is_tracked = 0, updated_at = 0
        where id in (select value from json_each(?)) and erased_at is null`,
      params: [at, ids],
    },
    {
      sql: `insert into erasures (customer_id, begun_at, names) values (?, ?, ?) on conflict (customer_id) do nothing`,
      params: [person.id, at, names],
    },
    suppressNames(person, at),
  ];
}

function suppressNames({ names }: Person, at: number): Query {
  const rows = names.flatMap(({ kind, hash }) => (CHANNELS[kind] ?? []).map((channel) => [hash, channel, kind]));
  return {
    sql: `insert into suppressions (address_hash, channel, scope, reason, source, at)
      select item.value ->> 0, item.value ->> 1, '', 'erased', 'erasure', ? from json_each(?) as item
      where not exists (select 1 from customers as other
          where item.value ->> 2 = 'email' and other.email_hash = item.value ->> 0
            and other.erased_at is null and other.merged_into is null)
        and not exists (select 1 from customers as other
          where item.value ->> 2 = 'phone' and other.phone_hash = item.value ->> 0
            and other.erased_at is null and other.merged_into is null)
      on conflict (address_hash, channel, scope) do update set message_number = null,
        reason = iif(suppressions.reason = 'complaint', 'complaint', 'erased')`,
    params: [at, JSON.stringify(rows)],
  };
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
