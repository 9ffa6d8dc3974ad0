import { isPostalAddress, type PostalAddress, postalText } from "#channels/postal-address.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { isKnown } from "#customers/facts/is-known.ts";
import type { Row, Statement, Store } from "#store/store.ts";
import type { PostalRule } from "./address-fields.ts";
import { hashPostal } from "./hash-postal.ts";

/** Customers of one slice: some milliseconds of hashing and of the writer each. */
const SLICE = 500;
/** Slices of one turn. */
const SLICES = 20;

export type FollowDeps = Pick<CustomerDeps, "store" | "clock" | "secret"> & {
  readonly breathe?: (() => Promise<void>) | undefined;
};

/** Everybody is looked at again: the rule is another. Stands in the batch that changes it. */
export function followEverybody(): Statement {
  return {
    sql: `insert into postal_queue (customer_id, mark) values (0, 0)
      on conflict (customer_id) do update set mark = 0`,
    params: [],
  };
}

/**
 * One bounded turn: brings the postal addresses of those who changed, and then of everybody where the rule did, to what is
 * known of them. Gives how many customers were looked at.
 */
export async function followAddresses(deps: FollowDeps, rule: PostalRule): Promise<number> {
  let seen = 0;
  for (let slice = 0; slice < SLICES; slice += 1) {
    const due = await findDue(deps.store);
    if (due.ids.length === 0 && due.walk === undefined) return seen;
    await followSlice(deps, rule, due);
    seen += due.ids.length;
    await deps.breathe?.();
  }
  return seen;
}

type Due = {
  readonly ids: readonly number[];
  /** Rows of the queue that this slice settles, as they were read. */
  readonly queued: ReadonlyArray<readonly [id: number, mark: number]>;
  /** Where the walk over everybody stands, and where it will. */
  readonly walk?: { readonly from: number; readonly to: number | undefined };
};

async function findDue(store: Store): Promise<Due> {
  const rows = await store.read<{ id: number; mark: number }>({
    sql: `select customer_id as id, mark from postal_queue where customer_id > 0 order by customer_id limit ${SLICE}`,
    params: [],
  });
  const queued = rows.map(({ id, mark }) => [id, mark] as const);
  if (rows.length > 0) return { ids: rows.map(({ id }) => id), queued };
  const [walk] = await store.read<{ mark: number }>({
    sql: "select mark from postal_queue where customer_id = 0",
    params: [],
  });
  if (walk === undefined) return { ids: [], queued };
  const next = await store.read<{ id: number }>({
    sql: `select id from customers where id > ? order by id limit ${SLICE}`,
    params: [walk.mark],
  });
  const ids = next.map(({ id }) => id);
  return { ids, queued, walk: { from: walk.mark, to: ids.at(-1) } };
}

async function followSlice(deps: FollowDeps, rule: PostalRule, { ids, queued, walk }: Due): Promise<void> {
  const found = await readAddresses(deps, rule, ids);
  await deps.store.write([
    ...placeStatements(found, ids, deps.clock.now()),
    // Whoever changed in between has another mark by now, and stays.
    {
      sql: `delete from postal_queue where (customer_id, mark) in (
        select value ->> 0, value ->> 1 from json_each(?))`,
      params: [JSON.stringify(queued)],
    },
    ...(walk === undefined ? [] : [walkOn(walk)]),
  ]);
}

function walkOn({ from, to }: NonNullable<Due["walk"]>): Statement {
  return to === undefined
    ? { sql: "delete from postal_queue where customer_id = 0 and mark = ?", params: [from] }
    : { sql: "update postal_queue set mark = ? where customer_id = 0 and mark = ?", params: [to, from] };
}

type Found = readonly [id: number, address: string, hash: string];

/**
 * By primary keys. What is only claimed is no address: whoever types it into a page would have her letters. Names of attributes
 * come from their declarations.
 */
async function readAddresses(
  { store, secret }: FollowDeps,
  { fields, homeCountry }: PostalRule,
  ids: readonly number[],
): Promise<readonly Found[]> {
  const declared = await existing(store, Object.values(fields));
  const parts = Object.entries(fields).filter(([, name]) => declared.has(name));
  const known = (table: string, column: string, as: string) =>
    `iif(${isKnown(`${table}.origins`, column, "customer.origins")}, ${table}.${column}, null) as ${as}`;
  const columns = [
    known("customer", "first_name", "firstName"),
    known("customer", "last_name", "lastName"),
    known("customer", "country", "country"),
    ...parts.map(([part, name]) => known("attribute", `a_${name}`, part)),
  ];
  const rows = await store.read({
    sql: `select customer.id, ${columns.join(", ")} from json_each(?) as item
      join customers as customer on customer.id = item.value
      join customer_attributes as attribute on attribute.customer_id = customer.id
      where customer.erased_at is null and customer.merged_into is null`,
    params: [JSON.stringify(ids)],
  });
  return rows.flatMap((row): readonly Found[] => {
    const address = addressOf(row, homeCountry);
    return isPostalAddress(address) ? [[Number(row["id"]), postalText(address), hashPostal(secret, address)]] : [];
  });
}

function addressOf(row: Row, homeCountry: string): PostalAddress {
  const text = (name: string) =>
    String(row[name] ?? "")
      .replaceAll(/[\s\p{Cc}]+/gu, " ")
      .trim();
  return {
    addressee: `${text("firstName")} ${text("lastName")}`.trim(),
    line1: text("line1"),
    line2: text("line2"),
    city: text("city"),
    region: text("region"),
    postcode: text("postcode"),
    country: text("country") || homeCountry,
  };
}

/** A column is there as long as its declaration is. */
async function existing(store: Store, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await store.read<{ name: string }>({
    sql: "select name from attribute_definitions where name in (select value from json_each(?)) and type = 'string'",
    params: [JSON.stringify(names)],
  });
  return new Set(rows.map(({ name }) => name));
}

function placeStatements(found: readonly Found[], ids: readonly number[], now: number): Statement[] {
  const has = new Set(found.map(([id]) => id));
  return [
    {
      sql: `insert into postal_addresses (customer_id, address, hash, at)
        select c.id, item.value ->> 1, item.value ->> 2, ? from json_each(?) as item
        cross join customers c on c.id = item.value ->> 0 where c.erased_at is null and c.merged_into is null
        on conflict (customer_id) do update set address = excluded.address, hash = excluded.hash, at = excluded.at
          where postal_addresses.address <> excluded.address or postal_addresses.hash <> excluded.hash`,
      params: [now, JSON.stringify(found)],
    },
    {
      sql: "delete from postal_addresses where customer_id in (select value from json_each(?))",
      params: [JSON.stringify(ids.filter((id) => !has.has(id)))],
    },
  ];
}
