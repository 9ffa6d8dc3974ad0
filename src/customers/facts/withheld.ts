import type { Query } from "#store/store.ts";
import type { Fact } from "./fact.ts";
import { fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import type { MergePair } from "./merge-statements.ts";

/**
 * What a public write key may not do to a customer who existed before its call. Whoever reads a page has that key and can
 * know a customer's code, so it fills gaps and withdraws consent, but replaces no address, grants nothing and names nobody.
 *
 * The conditions stand in the statements themselves: between a look and a write the customer could come into being.
 */

/** Rows that one batch makes have a `created_at` below zero until its end: so the batch knows them from older ones. */
export const bornInBatch = (now: number): number => -1 - now;

/** The survivor's row is one that this batch made. */
const IS_NEW_CUSTOMER = "survivor.created_at < 0";

/** For statements that read `fromNewFacts(by, JOIN_SURVIVOR)`. */
export const mayName = `and ${IS_NEW_CUSTOMER}`;
export const mayFill = (kind: "email" | "phone") => `and (${IS_NEW_CUSTOMER} or survivor.${kind}_hash is null)`;
export const mayConsent = (state: string) => `and (${IS_NEW_CUSTOMER} or ${state} = 'withdrawn')`;

/**
 * A record with an address or a grant of its own would carry them into the survivor. Condition on the update of `customers`
 * to its `pair`; an anonymous record that only looked around is joined with whoever it turns out to be.
 */
export const MAY_MERGE = `and (
  exists (select 1 from customers as survivor where survivor.id = pair.survivor_id and ${IS_NEW_CUSTOMER})
  or (customers.email_hash is null and customers.phone_hash is null
    and not exists (select 1 from identities where identities.customer_id = customers.id)
    and not exists (select 1 from consents where consents.customer_id = customers.id and state = 'granted')))`;

/** An item of a call, as far as something of it may be withheld. */
export type PublicItem = {
  readonly fact: Fact;
  readonly merge: MergePair | undefined;
  /** JSON Pointer to the item. */
  readonly pointer: string;
};

/** Gives the pointers to what is withheld. Stands after the batch's merges and before its facts. */
export function withheldStatement(items: readonly PublicItem[]): Query {
  const rows = items.flatMap(({ fact, merge, pointer }) => {
    const { messageId, customer, profile, consents = [] } = fact;
    const row = (kind: string, at: string, value: string) => [messageId, customer, kind, value, pointer + at];
    return [
      ...(profile?.email === undefined ? [] : [row("email", "/traits/email", profile.email.hash)]),
      ...(profile?.phone === undefined ? [] : [row("phone", "/traits/phone", profile.phone.hash)]),
      ...(consents.some(({ state }) => state === "granted") ? [row("consent", "/traits/consent", "")] : []),
      ...(merge === undefined
        ? []
        : [row("merge", fact.kind === "alias" ? "/previousId" : "/anonymousId", merge.from)]),
    ];
  });
  return {
    sql: `select item.value ->> 4 as withheld ${fromNewFacts("code", JOIN_SURVIVOR)}
      and case item.value ->> 2
        when 'email' then survivor.created_at >= 0 and survivor.email_hash <> item.value ->> 3
        when 'phone' then survivor.created_at >= 0 and survivor.phone_hash <> item.value ->> 3
        when 'consent' then survivor.created_at >= 0
        else exists (select 1 from customers as other where other.code = item.value ->> 3
          and other.merged_into is null and other.erased_at is null and other.id <> survivor.id) end`,
    params: [JSON.stringify(rows)],
  };
}

/** The end of the batch: its customers are like all others. */
export function settleNewCustomers(codes: Iterable<string>): Query {
  return {
    sql: `update customers set created_at = -1 - created_at
      where code in (select value from json_each(?)) and created_at < 0`,
    params: [JSON.stringify([...new Set(codes)])],
  };
}
