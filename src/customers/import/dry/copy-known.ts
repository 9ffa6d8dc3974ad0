import { chunksOf } from "#store/json-rows.ts";
import type { Query, Row, Store } from "#store/store.ts";
import { eventTable, type FactTable, factTables } from "#customers/import/facts/fact-tables.ts";
import { rowsQuery } from "#customers/import/facts/known-facts.ts";
import { messageIdOf } from "#customers/import/facts/message-id.ts";
import type { Touched } from "#customers/import/run/target-writer.ts";

const ROWS_AT_ONCE = 1_000;

/**
 * Brings into a dry run's database what the real one knows about some records. What is there already stays: the run may have
 * changed it.
 */
export async function copyKnown(from: Store, to: Store, touched: Touched): Promise<void> {
  const { codes, hashes, facts, accounts = [], households = [] } = touched;
  const named = await findCustomers(from, codes, hashes);
  const holders = accounts.length === 0 ? [] : await copyAccounts(from, to, accounts);
  const ids = [...new Set([...named, ...holders])];
  const idList = JSON.stringify(ids);
  for (const { table, where } of CUSTOMER_TABLES) {
    await copy(to, table, await from.read({ sql: `select * from ${table} where ${where}`, params: [idList] }));
  }
  if (households.length > 0) await copyHouseholds(from, to, { households, idList });
  await copy(to, "suppressions", await from.read(suppressionsOf(hashes, idList)));
  for (const [subject, tables] of Object.entries(factTables)) {
    const keys = facts.filter((fact) => fact.subject === subject).map(({ key }) => key);
    for (const table of keys.length === 0 ? [] : tables) await copyFacts(from, to, { table, keys });
  }
  const messageIds = facts.map(({ subject, key }) => messageIdOf(subject, key));
  if (messageIds.length > 0) await copyFacts(from, to, { table: eventTable, keys: messageIds });
}

const OWNED = "customer_id in (select value from json_each(?))";

const CUSTOMER_TABLES: ReadonlyArray<{ readonly table: string; readonly where: string }> = [
  { table: "customers", where: "id in (select value from json_each(?))" },
  ...["identities", "customer_attributes", "consent_states", "demographic_facts"].map((table) => ({
    table,
    where: OWNED,
  })),
  { table: "events", where: `${OWNED} and message_id >= '~consent:' and message_id < '~consent;'` },
];

/** Gives the ids of who holds them. */
async function copyAccounts(from: Store, to: Store, codes: readonly string[]): Promise<readonly number[]> {
  const list = JSON.stringify(codes);
  const rows = await from.read({
    sql: "select * from accounts where code in (select value from json_each(?))",
    params: [list],
  });
  const holders = await from.read({
    sql: `select * from account_holders where account_id in (
      select id from accounts where code in (select value from json_each(?)))`,
    params: [list],
  });
  await copy(to, "accounts", rows);
  await copy(to, "account_holders", holders);
  return holders.map((holder) => Number(holder["customer_id"]));
}

async function copyHouseholds(
  from: Store,
  to: Store,
  { households, idList }: { readonly households: readonly string[]; readonly idList: string },
): Promise<void> {
  const rows = await from.read({
    sql: `select * from households where code in (select value from json_each(?)) or id in (
      select household_id from household_members where ${OWNED})`,
    params: [JSON.stringify(households), idList],
  });
  await copy(to, "households", rows);
  const members = await from.read({ sql: `select * from household_members where ${OWNED}`, params: [idList] });
  await copy(to, "household_members", members);
}

/** The named ones, whoever has the addresses, and the survivors of merged records. By unique look-ups. */
async function findCustomers(
  store: Store,
  codes: readonly string[],
  hashes: readonly string[],
): Promise<readonly number[]> {
  const rows = await store.read<{ id: number }>({
    sql: `with named (id) as (
        select customers.id from json_each(?) as item cross join customers on customers.code = item.value
        union select identities.customer_id from json_each(?) as item cross join identities
          on identities.kind in ('email', 'phone') and identities.hash = item.value
      )
      select id from named
      union select merged_into from customers where id in (select id from named) and merged_into is not null`,
    params: [JSON.stringify(codes), JSON.stringify(hashes)],
  });
  return rows.map(({ id }) => id);
}

function suppressionsOf(hashes: readonly string[], idList: string): Query {
  return {
    sql: `select * from suppressions where address_hash in (
      select value from json_each(?)
      union select email_hash from customers where id in (select value from json_each(?)) and email_hash is not null
      union select phone_hash from customers where id in (select value from json_each(?)) and phone_hash is not null)`,
    params: [JSON.stringify(hashes), idList, idList],
  };
}

/** Tables whose rows are named by their numbers; the dry run's own begin far above. */
const NUMBERED = new Set(["customers", "accounts", "households"]);

/** Rows of others get new numbers: those of the dry run's own rows must not meet them. */
async function copy(to: Store, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== "id" || NUMBERED.has(table));
  for (const part of chunksOf(rows, ROWS_AT_ONCE)) await to.write([insertInto({ table, columns }, part)]);
}

async function copyFacts(
  from: Store,
  to: Store,
  { table, keys }: { readonly table: FactTable; readonly keys: readonly string[] },
): Promise<void> {
  const rows = await from.read(rowsQuery(table, keys));
  for (const part of chunksOf(rows, ROWS_AT_ONCE)) {
    await to.write([insertInto(table, part)]);
  }
}

type Into = { readonly table: string; readonly columns: readonly string[]; readonly sealed?: string | undefined };

function insertInto({ table, columns, sealed }: Into, rows: readonly Row[]): Query {
  const values = columns.map((name, index) =>
    name === sealed ? `unhex(item.value ->> ${index})` : `item.value ->> ${index}`,
  );
  return {
    sql: `insert or ignore into ${table} (${columns.join(", ")}) select ${values.join(", ")} from json_each(?) as item`,
    params: [JSON.stringify(rows.map((row) => columns.map((name) => row[name] ?? null)))],
  };
}
