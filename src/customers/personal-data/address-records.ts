import type { Query } from "#store/store.ts";
import type { Person } from "./personal-data.ts";

/**
 * Records that are made of an address alone: of a message to a bare address (`anon:~to:`, also a double opt-in's mail) and of a
 * form that anybody filled in (`anon:~form:`). Nobody said who is behind them, so they are nobody who lives at the address:
 * else whoever types it into a form would keep its owner from being left in peace.
 */
const isAddressRecord = (code: string) => `(${code} glob 'anon:~to:*' or ${code} glob 'anon:~form:*')`;

const CHANNELS: Readonly<Record<string, readonly string[]>> = { email: ["email"], phone: ["sms", "voice"] };

/** SQL: a living customer other than those being erased has `hash`. By the indexes of e-mail and telephone number. */
const isLivedAt = (hash: string, kind: string) =>
  (["email", "phone"] as const)
    .map(
      (
        column,
      ) => `exists (select 1 from customers as other where ${kind} = '${column}' and other.${column}_hash = ${hash}
        and other.erased_at is null and other.merged_into is null and not ${isAddressRecord("other.code")})`,
    )
    .join(" or ");

/** SQL with her addresses as its one parameter: those that are nobody else's. Stands after the mark on her record. */
const HERS_ALONE = `select item.value ->> 0 as kind, item.value ->> 1 as hash from json_each(?) as item
  where not (${isLivedAt("item.value ->> 1", "item.value ->> 0")})`;

/** Address records that have an address of hers, from `alone`. By the indexes of both addresses and of identities. */
const RECORDS_OF_HERS = `select c.id from alone cross join customers c on c.email_hash = alone.hash and alone.kind = 'email'
  union select c.id from alone cross join customers c on c.phone_hash = alone.hash and alone.kind = 'phone'
  union select i.customer_id from alone cross join identities i on i.kind = alone.kind and i.hash = alone.hash`;

const addressesOf = ({ names }: Person): string =>
  JSON.stringify(names.filter(({ kind }) => CHANNELS[kind] !== undefined).map(({ kind, hash }) => [kind, hash]));

/** An address that another living customer has too is not suppressed: it is theirs as well. */
export function suppressAddresses(person: Person, at: number): Query {
  return {
    sql: `with alone as (${HERS_ALONE})
      insert into suppressions (address_hash, channel, scope, reason, source, at)
      select alone.hash, channel.value, '', 'erased', 'erasure', ?
      from alone cross join json_each(json_extract(?, '$.' || alone.kind)) as channel where true
      on conflict (address_hash, channel, scope) do update set message_number = null,
        reason = iif(suppressions.reason = 'complaint', 'complaint', 'erased')`,
    params: [addressesOf(person), at, JSON.stringify(CHANNELS)],
  };
}

/**
 * Address records whose every name is hers become records of hers, erased like those that were merged into it: what is planned
 * for them is sent no more, and each area finds their rows by their numbers. One that has the address of a living customer
 * only is left to her. Stands after `suppressAddresses`, so that their addresses are hers still.
 */
export function takeAddressRecords(person: Person, at: number): Query {
  const hashes = person.names.flatMap(({ hash }) => (hash === "" ? [] : [hash]));
  return {
    sql: `with alone as (${HERS_ALONE}),
      hers as (select value as hash from json_each(?)),
      taken as (select r.id from customers as r where r.id in (${RECORDS_OF_HERS}) and ${isAddressRecord("r.code")}
        and r.erased_at is null and r.merged_into is null
        and coalesce(r.email_hash in hers, true) and coalesce(r.phone_hash in hers, true)
        and not exists (select 1 from identities as i where i.customer_id = r.id and i.hash not in hers))
      update customers set merged_into = ?, erased_at = ?, first_name = null, last_name = null, locale = '', zone = '',
        country = null, birth_on = null, email = null, email_hash = null, phone = null, phone_hash = null, is_tracked = 0,
        origins = null, updated_at = 0
      where id in taken or merged_into in taken`,
    params: [addressesOf(person), JSON.stringify(hashes), person.id, at],
  };
}

/** A form's record that has a name besides is somebody else's too: it loses her addresses, and keeps the rest. */
export function leaveAddressRecords(person: Person): Query[] {
  const params = [addressesOf(person)];
  const left = `select r.id from customers as r where r.id in (${RECORDS_OF_HERS}) and ${isAddressRecord("r.code")}
    and r.erased_at is null and r.merged_into is null`;
  return [
    ...["email", "phone"].map((kind) => ({
      sql: `with alone as (${HERS_ALONE}) update customers set ${kind} = null, ${kind}_hash = null
        where id in (${left}) and ${kind}_hash in (select hash from alone)`,
      params,
    })),
    {
      sql: `with alone as (${HERS_ALONE}) delete from identities
        where (kind, hash) in (select kind, hash from alone) and customer_id in (${left})`,
      params,
    },
  ];
}
