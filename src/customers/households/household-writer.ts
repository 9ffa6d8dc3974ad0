import { rememberNewCustomers } from "#customers/import/facts/fact-statements-of-chunk.ts";
import { NOBODY, whoOf } from "#customers/import/facts/read-fact.ts";
import { type CompiledMapping, type MappingWorld, readFields } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { openNamed, touchedBy } from "#customers/import/run/open-named.ts";
import type { ChunkContext, ChunkPlan, ReadItem, TargetWriter, Who } from "#customers/import/run/target-writer.ts";
import type { Statement, Store } from "#store/store.ts";
import { ADDRESS_CODE } from "./api/household-schemas.ts";
import { ADDRESS_RULE, memberStatements } from "./member-statements.ts";

type MemberRow = { readonly number: number; readonly who: Who; readonly household: string; readonly at: number };
type NamedRow = MemberRow & { readonly code: string };

/** In which household somebody is, and since which word. */
export type Membership = { readonly household: string; readonly at: number; readonly source: string };

/** Members of households, one a record: the newest word about each stands. */
export function householdWriter(
  deps: ImportDeps,
  compiled: CompiledMapping,
  world: MappingWorld,
): TargetWriter<MemberRow> {
  const { unknownCustomers, source } = compiled.mapping;
  return {
    read: (record) => readRow(compiled, world, record),
    mayReject: unknownCustomers === "reject",
    touches: (rows) => ({ ...touchedBy(rows), households: rows.map(({ household }) => household) }),
    plan: async (items, context) => {
      const { open: rows, withheld, rejects } = await openNamed(deps, items, unknownCustomers);
      const known = await findMemberships(
        deps.store,
        rows.map(({ code }) => code),
      );
      return planOf({ rows, known, source, context, withheld: withheld.length, rejects });
    },
  };
}

const RESERVED = {
  column: "household",
  reason: `${ADDRESS_CODE} is the sign of households that only an address makes.`,
};

function readRow(
  { fields }: CompiledMapping,
  { secret, statedAt }: MappingWorld,
  record: RawRecord,
): ReadItem<MemberRow> {
  const { values: read, faults, unknown } = readFields(fields, record.fields);
  const values = Object.fromEntries(fields.map(({ name }, index) => [name, read[index]]));
  const who = whoOf(values, secret);
  if (faults.length > 0) return { faults };
  if (unknown.length > 0) return { unknown, who: who ?? { code: "" } };
  if (who === undefined) return { faults: [NOBODY] };
  const household = String(values["household"]);
  if (household.startsWith(ADDRESS_CODE)) return { faults: [RESERVED] };
  return { item: { number: record.number, who, household, at: (values["at"] as number | undefined) ?? statedAt } };
}

/** By primary keys. */
async function findMemberships(store: Store, codes: readonly string[]): Promise<ReadonlyMap<string, Membership>> {
  const rows = await store.read<Membership & { code: string }>({
    sql: `select customer.code as code, household.code as household, member.at as at, member.source as source
      from (select value from json_each(?) limit -1) as item
      cross join customers as customer on customer.code = item.value
      cross join household_members as member on member.customer_id = customer.id
      cross join households as household on household.id = member.household_id`,
    params: [JSON.stringify([...new Set(codes)])],
  });
  return new Map(rows.map(({ code, ...membership }) => [code, membership]));
}

type Plan = {
  readonly rows: readonly NamedRow[];
  readonly known: ReadonlyMap<string, Membership>;
  readonly source: string;
  readonly context: ChunkContext;
  readonly withheld: number;
  readonly rejects: ChunkPlan["rejects"];
};

function planOf({ rows, known, source, context, withheld, rejects }: Plan): ChunkPlan {
  const totals = { created: 0, changed: 0, same: 0, withheld };
  const after = new Map<string, Membership>();
  for (const { code, household, at } of rows) {
    const before = after.get(code) ?? known.get(code);
    const isOlder = before !== undefined && before.source !== ADDRESS_RULE && at < before.at;
    if (isOlder || before?.household === household) totals.same += 1;
    else totals[before === undefined ? "created" : "changed"] += 1;
    if (!isOlder && (before?.household !== household || at > before.at)) after.set(code, { household, at, source });
  }
  const members = [...after].map(([customer, membership]) => ({ customer, ...membership }));
  const no = Math.min(...rows.map(({ number }) => number));
  const statements =
    members.length === 0
      ? []
      : [
          ...rememberNewCustomers(
            { ...context, no },
            rows.map(({ code }) => code),
          ),
          rememberChanges(context.importId, after, known),
          ...memberStatements(members, context.receivedAt),
        ];
  return { statements, totals, counted: 0, chunkNumbers: [], rejects };
}

function rememberChanges(
  importId: string,
  after: ReadonlyMap<string, Membership>,
  known: ReadonlyMap<string, Membership>,
): Statement {
  const rows = [...after].flatMap(([code, membership]) => {
    const before = known.get(code);
    if (before?.household === membership.household) return [];
    return [
      [code, membership.household, before === undefined ? null : JSON.stringify(before), JSON.stringify(membership)],
    ];
  });
  return {
    sql: `insert into import_changes (import_id, customer_id, subject, key, before, after)
      select ?, coalesce(customer.merged_into, customer.id), 'household', item.value ->> 1, item.value ->> 2, item.value ->> 3
      from (select value from json_each(?) limit -1) as item
      cross join customers as customer on customer.code = item.value ->> 0`,
    params: [importId, JSON.stringify(rows)],
  };
}
