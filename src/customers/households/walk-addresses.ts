import type { CustomerDeps } from "#customers/customer-deps.ts";
import { isKnown } from "#customers/facts/is-known.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Row, Statement, Store } from "#store/store.ts";
import { addressKey } from "./address-key.ts";
import { type AddressRule, RULE_NAME } from "./address-rule.ts";
import { ADDRESS_CODE } from "./api/household-schemas.ts";
import { ADDRESS_RULE } from "./member-statements.ts";

/** Customers of one slice: some milliseconds of hashing and of the writer each. */
const SLICE = 500;
/** Slices of one turn. */
const SLICES = 10;

export type WalkDeps = Pick<CustomerDeps, "store" | "clock" | "secret"> & {
  readonly breathe?: (() => Promise<void>) | undefined;
};

type Walk = {
  readonly rule: string | null;
  readonly reached: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
};

/**
 * One bounded turn of the address rule: brings the next customers to the households of their addresses, once a day all of
 * them. Whom the vendor put into a household stays there. Gives how many customers were looked at.
 */
export async function walkAddresses(deps: WalkDeps): Promise<number> {
  let seen = 0;
  for (let slice = 0; slice < SLICES; slice += 1) {
    const walk = await findWalk(deps);
    if (walk === undefined) return seen;
    const looked = await walkSlice(deps, walk);
    seen += looked;
    if (looked < SLICE) return seen;
    await deps.breathe?.();
  }
  return seen;
}

/** undefined where there is nothing to do; a walk that ended a day ago begins anew. */
async function findWalk({ store, clock }: WalkDeps): Promise<Walk | undefined> {
  const [walk] = await store.read<Walk>({
    sql: `select rule, reached, started_at as startedAt, finished_at as finishedAt from household_rules where name = ?`,
    params: [RULE_NAME],
  });
  if (walk === undefined || walk.finishedAt === null) return walk;
  const now = clock.now();
  if (walk.rule === null || now - walk.startedAt < DAY_MS) return undefined;
  await store.write([
    {
      sql: `update household_rules set reached = 0, started_at = ?, finished_at = null
        where name = ? and rule = ? and finished_at = ?`,
      params: [now, RULE_NAME, walk.rule, walk.finishedAt],
    },
  ]);
  return { ...walk, reached: 0, startedAt: now, finishedAt: null };
}

type Person = { readonly id: number; readonly household: number | null; readonly key: string | undefined };

async function walkSlice(deps: WalkDeps, walk: Walk): Promise<number> {
  const people = await readSlice(deps, walk);
  const reached = people.at(-1)?.id ?? walk.reached;
  const isLast = people.length < SLICE;
  const now = deps.clock.now();
  await deps.store.write([
    ...placeStatements(people, walk, now),
    {
      sql: `update household_rules set reached = ?, finished_at = case when ? then ? end
        where name = ? and rule is ? and started_at = ? and reached = ?`,
      params: [reached, isLast ? 1 : 0, now, RULE_NAME, walk.rule, walk.startedAt, walk.reached],
    },
  ]);
  return people.length;
}

/**
 * In the order of their ids; by primary keys. What is only claimed makes nobody a member: whoever says in a page or a form
 * that she lives there would have the mail of a household.
 * Names of attributes come from their declarations.
 */
async function readSlice({ store, secret }: WalkDeps, { rule, reached }: Walk): Promise<readonly Person[]> {
  const attributes = (rule === null ? null : (JSON.parse(rule) as AddressRule))?.attributes ?? [];
  const columns = await existing(store, attributes);
  const rows = await store.read({
    sql: `select customer.id as id, iif(${isKnown("customer.origins", "last_name", "customer.origins")}, customer.last_name, null) as surname, customer.erased_at is null as is_live,
        member.household_id as household, member.source as source
        ${columns.map((name, index) => `, iif(${isKnown("attribute.origins", `a_${name}`, "customer.origins")}, attribute.a_${name}, null) as part_${index}`).join("")}
      from customers as customer left join customer_attributes as attribute on attribute.customer_id = customer.id
      left join household_members as member on member.customer_id = customer.id
      where customer.id > ? and customer.merged_into is null order by customer.id limit ${SLICE}`,
    params: [reached],
  });
  const isOn = attributes.length > 0 && columns.length === attributes.length;
  return rows.map((row) => ({
    id: Number(row["id"]),
    household: row["source"] === ADDRESS_RULE ? Number(row["household"]) : null,
    key: isOn && row["is_live"] === 1 && isFree(row) ? keyOf(secret, row, columns.length) : undefined,
  }));
}

function isFree(row: Row): boolean {
  return row["source"] === null || row["source"] === ADDRESS_RULE;
}

function keyOf(secret: WalkDeps["secret"], row: Row, parts: number): string | undefined {
  const text = (column: string) => (typeof row[column] === "string" ? row[column] : "");
  const address = Array.from({ length: parts }, (_, index) => text(`part_${index}`));
  return addressKey(secret, { surname: text("surname"), address });
}

/** A column is there as long as its declaration is. */
async function existing(store: Store, names: readonly string[]): Promise<readonly string[]> {
  const rows = await store.read<{ name: string }>({
    sql: "select name from attribute_definitions where name in (select value from json_each(?)) and type = 'string'",
    params: [JSON.stringify(names)],
  });
  const declared = new Set(rows.map(({ name }) => name));
  return names.filter((name) => declared.has(name));
}

/** Under the rule that they were read by, and never over a household that the vendor declared. */
function placeStatements(people: readonly Person[], { rule, startedAt }: Walk, now: number): Statement[] {
  const placed = people.flatMap(({ id, key }) => (key === undefined ? [] : [[id, `${ADDRESS_CODE}${key}`]]));
  const left = people.filter(({ household, key }) => household !== null && key === undefined);
  const stands = "exists (select 1 from household_rules where name = ? and rule is ? and started_at = ?)";
  const known = [RULE_NAME, rule, startedAt] as const;
  const rows = JSON.stringify(placed);
  const before = JSON.stringify(people.flatMap(({ household }) => (household === null ? [] : [household])));
  return [
    {
      sql: `insert into households (code, origin, created_at) select distinct item.value ->> 1, 'address', ?
        from json_each(?) as item where ${stands} on conflict (code) do nothing`,
      params: [now, rows, ...known],
    },
    {
      sql: `insert into household_members (customer_id, household_id, at, source)
        select customer.id, household.id, ?, '${ADDRESS_RULE}' from (select value from json_each(?) limit -1) as item
        cross join customers as customer on customer.id = item.value ->> 0
        cross join households as household on household.code = item.value ->> 1
        where customer.erased_at is null and customer.merged_into is null and ${stands}
        on conflict (customer_id) do update set household_id = excluded.household_id, at = excluded.at
        where household_members.source = '${ADDRESS_RULE}' and household_members.household_id <> excluded.household_id`,
      params: [now, rows, ...known],
    },
    {
      sql: `delete from household_members where source = '${ADDRESS_RULE}'
        and customer_id in (select value from json_each(?)) and ${stands}`,
      params: [JSON.stringify(left.map(({ id }) => id)), ...known],
    },
    {
      sql: `delete from households where origin = 'address' and id in (select value from json_each(?))
        and not exists (select 1 from household_members where household_id = households.id)`,
      params: [before],
    },
  ];
}
