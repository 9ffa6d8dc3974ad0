import type { Query } from "#store/store.ts";
import type { AccountState } from "./account-state.ts";
import type { KnownAccount } from "./find-accounts.ts";

/** An account as it shall stand. `known` is what the change was worked out from. */
export type AccountChange = {
  readonly code: string;
  readonly known: KnownAccount | undefined;
  readonly state: AccountState;
};

/**
 * Writes accounts as they shall stand. Should one of them have changed, or come to be, since it was read, a constraint refuses
 * the whole batch: it is read and weighed again. Customers of new holders have their rows before this.
 */
export function accountStatements(changes: readonly AccountChange[], receivedAt: number): Query[] {
  const fresh = changes.filter(({ known }) => known === undefined);
  const changed = changes.filter(({ known }) => known !== undefined);
  const held = changes.filter(
    ({ known, state }) => JSON.stringify(known?.state.holders ?? []) !== JSON.stringify(state.holders),
  );
  return [
    ...(fresh.length === 0 ? [] : [insert(fresh, receivedAt)]),
    ...(changed.length === 0 ? [] : [update(changed, receivedAt)]),
    ...(held.length === 0 ? [] : holderStatements(held)),
  ];
}

/** What is stated of an account, in the order of `valuesOf`. */
export const ACCOUNT_COLUMNS = [
  "kind",
  "product",
  "status",
  "currency",
  "opened_on",
  "closed_on",
  "last_four",
  "bands",
  "at",
  "source",
] as const;

function valuesOf({ kind, product, status, currency, openedOn, closedOn, lastFour, bands, at, source }: AccountState) {
  return [kind, product, status, currency, openedOn, closedOn, lastFour, JSON.stringify(bands), at, source];
}

const value = (index: number) => `item.value ->> ${index}`;

function insert(fresh: readonly AccountChange[], receivedAt: number): Query {
  return {
    sql: `insert into accounts (code, received_at, ${ACCOUNT_COLUMNS.join(", ")})
      select ${value(0)}, ?, ${ACCOUNT_COLUMNS.map((_, index) => value(index + 1)).join(", ")}
      from (select value from json_each(?) limit -1) as item`,
    params: [receivedAt, JSON.stringify(fresh.map(({ code, state }) => [code, ...valuesOf(state)]))],
  };
}

/** `kind` may not be null, and is where another version stands there than the one that was read. */
function update(changed: readonly AccountChange[], receivedAt: number): Query {
  const rows = changed.map(({ known, state }) => [known?.id, known?.version, ...valuesOf(state)]);
  const assign = ACCOUNT_COLUMNS.map((column, index) =>
    column === "kind"
      ? `kind = case when accounts.version = ${value(1)} then ${value(2)} end`
      : `${column} = ${value(index + 2)}`,
  );
  return {
    sql: `update accounts set ${assign.join(", ")}, received_at = ?, version = version + 1
      from (select value from json_each(?) limit -1) as item where accounts.id = ${value(0)}`,
    params: [receivedAt, JSON.stringify(rows)],
  };
}

/** Merged codes lead to their survivors; nobody erased holds anything. */
function holderStatements(held: readonly AccountChange[]): Query[] {
  const rows = held.flatMap(({ code, state }) => state.holders.map(({ customer, role }) => [code, customer, role]));
  return [
    {
      sql: `delete from account_holders where account_id in (
        select account.id from json_each(?) as item cross join accounts as account on account.code = item.value)`,
      params: [JSON.stringify(held.map(({ code }) => code))],
    },
    {
      sql: `insert or ignore into account_holders (account_id, customer_id, role)
        select account.id, survivor.id, ${value(2)} from (select value from json_each(?) limit -1) as item
        cross join accounts as account on account.code = ${value(0)}
        cross join customers as named on named.code = ${value(1)}
        cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
        where survivor.erased_at is null`,
      params: [JSON.stringify(rows)],
    },
  ];
}
