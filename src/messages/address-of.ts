import { sql, type SQL } from "drizzle-orm";
import { postalAddressSql, postalHashSql } from "#customers/postal/postal-address-sql.ts";
import { pushAddressSql } from "./push/push-address.ts";

/** The address that a channel reaches a customer at. The arguments are SQL names or literals. */
export function addressOf(channel: string, customer: string): SQL {
  return sql.raw(`case ${channel} when 'email' then ${customer}.email when 'push' then ${pushAddressSql(customer)}
    when 'print' then ${postalAddressSql(customer)} else ${customer}.phone end`);
}

/** The same address by the hash that suppressions and reservations know. */
export function addressHashOf(channel: string, customer: string): SQL {
  return sql.raw(`case ${channel} when 'email' then ${customer}.email_hash when 'push' then ${pushAddressSql(customer)}
    when 'print' then ${postalHashSql(customer)} else ${customer}.phone_hash end`);
}
