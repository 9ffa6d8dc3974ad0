import { type AttributeDefinition, findAttributes } from "#customers/attributes.ts";
import { newestKnown, STATED_SINCE_SQL } from "#predict/features/cut.ts";
import { among, type FeatureColumn, type FeatureGroup, figure, word } from "#predict/features/feature-group.ts";
import { sampled } from "#predict/features/sampled.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";

/** SQL: a profile's value, where whoever stated it had done so by the cut (customers/facts/origins.ts); what stood before is not kept. */
function stated(row: string, column: string, told = `${row}.${column}`): string {
  const at = `coalesce(${row}.origins ->> '$.${column}[1]', ${row}.origins ->> '$.rest[1]', c.origins ->> '$.rest[1]', c.created_at)`;
  return `case when ${row}.${column} is null then null when ${at} < ?3 or ${at} < ?4 then ${told} else ${STATED_SINCE_SQL} end`;
}

const basics: FeatureGroup = {
  name: "profile",
  columns: [word("country"), word("language"), figure("age in years")],
  sql: `select c.id as id, ${stated("c", "country")}, ${stated("c", "locale", "substr(c.locale, 1, 2)")},
      ${stated("c", "birth_on", "(?3 / 86400000.0 - (julianday(c.birth_on) - 2440587.5)) / 365.25")}
    from customers c where ${among("c.id")}`,
};

/** D1 takes 100 columns a statement. */
const COLUMNS_AT_ONCE = 50;

/** Profile, declared attributes and demographic facts. */
export async function profileGroups(store: Store): Promise<readonly FeatureGroup[]> {
  const declared = [...(await findAttributes(store)).values()].filter(({ type }) => type !== "date");
  const groups = [...chunksOf(declared, COLUMNS_AT_ONCE)].map((some, index) => attributeGroup(some, index));
  const names = await findToldNames(store);
  return [basics, ...groups, ...(names.length === 0 ? [] : [toldGroup(names)])];
}

/** Declared names have the form of a column's (declare-attribute.ts). */
function attributeGroup(definitions: readonly AttributeDefinition[], index: number): FeatureGroup {
  return {
    name: `attributes ${index + 1}`,
    columns: definitions.map(columnOf),
    sql: `select a.customer_id as id, ${definitions.map(({ name }) => stated("a", `a_${name}`)).join(", ")}
      from customer_attributes a cross join customers c on c.id = a.customer_id where ${among("a.customer_id")}`,
  };
}

function columnOf({ name, type }: AttributeDefinition): FeatureColumn {
  return type === "int" || type === "double" ? figure(name) : word(name);
}

const MOST_NAMES = 20;
const SAMPLE_ROWS = 20_000;

/** Names of demographic facts, as a sample tells them: only those with the form of a word. */
const findToldNames = sampled("demographic_facts", async (store: Store): Promise<readonly string[]> => {
  const rows = await store.read<{ name: string }>({
    sql: `select name, count(*) as n from (select name from demographic_facts where customer_id > 0 limit ${SAMPLE_ROWS}) group by name order by n desc, name
      limit ${MOST_NAMES}`,
    params: [],
  });
  return rows.map(({ name }) => name).filter((name) => /^[A-Za-z0-9_ -]{1,60}$/.test(name));
});

/** Of several sources the newest that was known. By the key of demographic_facts. */
function toldGroup(names: readonly string[]): FeatureGroup {
  const told = names.map((name) => newestKnown("d", `case when d.name = '${name}' then d.value end`));
  return {
    name: "told",
    columns: names.map((name) => word(`told ${name}`)),
    sql: `select d.customer_id as id, ${told.join(", ")} from demographic_facts d
      where ${among("d.customer_id")} group by d.customer_id`,
  };
}
