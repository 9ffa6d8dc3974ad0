import type { Query } from "#store/store.ts";
import { FILLS_ONLY } from "./assign-newer.ts";
import type { Claim, ProfileColumn } from "./claim.ts";
import type { Fact } from "./fact.ts";
import { fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import type { MergePair } from "./merge-statements.ts";

/**
 * What a public write key may not do to a customer who existed before its call. Whoever reads a page has that key and can
 * know a customer's code, so it fills gaps, but replaces nothing, grants nothing, names nobody, and ends no consent of whom the
 * vendor knows by a code. Leave to receive it grants to no one at all.
 *
 * The conditions stand in the statements themselves: between a look and a write the customer could come into being.
 */

/** Rows that one batch makes have a `created_at` below zero until its end: so the batch knows them from older ones. */
export const bornInBatch = (now: number): number => -1 - now;

/** The survivor's row is one that this batch made. */
const IS_NEW_CUSTOMER = "survivor.created_at < 0";

/** For statements that read `fromNewFacts(by, JOIN_SURVIVOR)`. */
export const mayName = `and ${IS_NEW_CUSTOMER}`;
/**
 * Her own page opens with a code sent to her address, so an address is never filled in for whoever the vendor knows by a code:
 * it would hand her data to the one who typed it. A visitor whom nobody knows by more than an anonymous id may say hers.
 */
const IS_ANONYMOUS = "survivor.code glob 'anon:*'";
export const mayFill = (kind: "email" | "phone") =>
  `and (${IS_NEW_CUSTOMER} or (survivor.${kind}_hash is null and ${IS_ANONYMOUS}))`;
/** Codes are no secret, and a thousand of them fit into one call: only a visitor without one speaks for herself here. */
const SPEAKS_FOR_HERSELF = `(${IS_NEW_CUSTOMER} or ${IS_ANONYMOUS})`;
/**
 * A new visitor may be followed where she says so. Leave to write to an address comes from whoever reads its mail (a form with
 * double opt-in) or from the vendor's own systems: anybody could type it into a page.
 */
export const mayConsent = (purpose: string, state: string) =>
  `and iif(${state} = 'withdrawn', ${SPEAKS_FOR_HERSELF}, ${purpose} = 'track' and ${IS_NEW_CUSTOMER})`;
export const mayDescribe = (name: string) => `and (${IS_NEW_CUSTOMER} or not exists (
  select 1 from demographic_facts as known where known.customer_id = survivor.id and known.name = ${name}))`;

/** What a statement of a profile weighs against earlier ones: its time, or nothing where it may only fill gaps. */
export function weightOf(at: string, isPublic: boolean): string {
  return isPublic ? `case when ${IS_NEW_CUSTOMER} then ${at} else ${FILLS_ONLY} end` : at;
}

/**
 * A record with an address or a consent of its own, given or withdrawn, would carry them into the survivor. Condition on the update of `customers`
 * to its `pair`; an anonymous record that only looked around is joined with whoever it turns out to be.
 */
export const MAY_MERGE = `and (
  exists (select 1 from customers as survivor where survivor.id = pair.survivor_id and ${IS_NEW_CUSTOMER})
  or (customers.email_hash is null and customers.phone_hash is null
    and not exists (select 1 from identities where identities.customer_id = customers.id)
    and not exists (select 1 from consents where consents.customer_id = customers.id)))`;

/** An item of a call, as far as something of it may be withheld. */
export type PublicItem = {
  readonly fact: Fact;
  readonly merge: MergePair | undefined;
  readonly claims: readonly Claim[];
  /** JSON Pointer to the item. */
  readonly pointer: string;
};

const profileColumns: Readonly<Record<Exclude<ProfileColumn, "email_hash" | "phone_hash">, string>> = {
  first_name: "survivor.first_name",
  last_name: "survivor.last_name",
  country: "survivor.country",
  birth_on: "survivor.birth_on",
  // Never null: a gap while nobody has stated a profile.
  locale: "survivor.updated_at > 0 and survivor.locale",
  zone: "survivor.updated_at > 0 and survivor.zone",
};

/** Gives the pointers to what is withheld. Stands after the batch's merges and before its facts. */
export function withheldStatement(items: readonly PublicItem[]): Query {
  const rows = items.flatMap(({ fact: { messageId, customer, kind }, merge, claims, pointer }) => [
    ...claims.map((claim) => [messageId, customer, claim.kind, claim.name, claim.value, pointer + claim.at]),
    ...(merge === undefined
      ? []
      : [
          [messageId, customer, "merge", "", merge.from, pointer + (kind === "alias" ? "/previousId" : "/anonymousId")],
        ]),
  ]);
  const kinds = new Set(items.flatMap(({ claims }) => claims.map(({ kind }) => kind)));
  return {
    sql: `select item.value ->> 5 as withheld ${fromNewFacts("code", JOIN_SURVIVOR)}
      and case item.value ->> 2
        when 'fact' then true
        when 'merge' then exists (select 1 from customers as other where other.code = item.value ->> 4
          and other.merged_into is null and other.erased_at is null and other.id <> survivor.id)
        else not (${IS_NEW_CUSTOMER}) and case item.value ->> 2
          when 'consent' then true
          when 'withdrawal' then not (${IS_ANONYMOUS})
          ${[...kinds].map(differs).join("\n")}
          end end`,
    params: [JSON.stringify(rows)],
  };
}

/** Something else is known than what is claimed. Names of attributes come from their declarations, never from outside. */
function differs(kind: Claim["kind"]): string {
  if (kind === "consent" || kind === "withdrawal" || kind === "fact") return "";
  if (kind === "demographic") {
    return `when 'demographic' then exists (select 1 from demographic_facts as known
      where known.customer_id = survivor.id and known.name = item.value ->> 3 and known.value <> item.value ->> 4)`;
  }
  if (kind === "email_hash" || kind === "phone_hash") {
    return `when '${kind}' then survivor.${kind} is not item.value ->> 4
      and (survivor.${kind} is not null or not (${IS_ANONYMOUS}))`;
  }
  const known = Object.hasOwn(profileColumns, kind)
    ? profileColumns[kind as keyof typeof profileColumns]
    : `(select ${kind} from customer_attributes where customer_id = survivor.id)`;
  return `when '${kind}' then ${known} <> item.value ->> 4`;
}

/** The end of the batch: its customers are like all others. */
export function settleNewCustomers(codes: Iterable<string>): Query {
  return {
    sql: `update customers set created_at = -1 - created_at
      where code in (select value from json_each(?)) and created_at < 0`,
    params: [JSON.stringify([...new Set(codes)])],
  };
}
