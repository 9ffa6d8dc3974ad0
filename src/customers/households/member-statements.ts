import type { Query } from "#store/store.ts";

/** A statement that a customer lives in a household. */
export type MemberStatement = {
  /** The vendor's code; a merged one leads to its survivor. */
  readonly customer: string;
  readonly household: string;
  /** epoch ms */
  readonly at: number;
  readonly source: string;
};

/** What the address rule writes in place of a source. Any declared household comes before it. */
export const ADDRESS_RULE = "address-rule";

/**
 * Brings customers into declared households. Each is in one at most: the newest word stands, whatever order they come in, and
 * before what only an address says. Customers have their rows before this.
 */
export function memberStatements(statements: readonly MemberStatement[], createdAt: number): Query[] {
  if (statements.length === 0) return [];
  const inTime = statements.toSorted((left, right) => left.at - right.at);
  const rows = inTime.map(({ customer, household, at, source }) => [customer, household, at, source]);
  return [
    {
      sql: `insert into households (code, origin, created_at) select distinct item.value ->> 1, 'declared', ?
        from json_each(?) as item where true on conflict (code) do nothing`,
      params: [createdAt, JSON.stringify(rows)],
    },
    {
      sql: `insert into household_members (customer_id, household_id, at, source)
        select survivor.id, household.id, item.value ->> 2, item.value ->> 3
        from (select value from json_each(?) limit -1) as item
        cross join customers as named on named.code = item.value ->> 0
        cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
        cross join households as household on household.code = item.value ->> 1
        where survivor.erased_at is null
        on conflict (customer_id) do update set household_id = excluded.household_id, at = excluded.at,
          source = excluded.source
        where household_members.source = '${ADDRESS_RULE}' or excluded.at >= household_members.at`,
      params: [JSON.stringify(rows)],
    },
  ];
}
