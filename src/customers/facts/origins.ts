import { chunksOf } from "#store/json-rows.ts";
import type { Fact } from "./fact.ts";
import { FILLS_ONLY } from "./assign-newer.ts";

/**
 * Who stated a value and when (epoch ms). 1 behind them: it is a claim, told by a public write key, a form or the customer
 * herself, and by nobody of whom the vendor knows that it is true.
 *
 * They stand in one column beside the values, `origins`: a JSON object by column. `rest` there tells of every column that has
 * no word of its own: a row that one file made has one origin, and twenty columns don't say it twenty times. The rest of
 * `customers` is that of `customer_attributes` too.
 */
export type Origin = readonly [source: string, at: number, isClaim?: 1];

/** The origin of what a fact states. Told with a public key, every fact is a claim. */
export function originOf({ source, at, isClaim }: Fact, isPublic: boolean): Origin {
  return isPublic || isClaim === true ? [source, at, 1] : [source, at];
}

/** JSON of one origin for some columns. */
export function originsOf(columns: readonly string[], origin: Origin): string {
  return JSON.stringify(Object.fromEntries(columns.map((column) => [column, origin])));
}

/**
 * SQL: the statement changes the value, or knows what was only claimed. Whoever merely repeats a value changes nothing: it is
 * still from where it was, which spares a file that comes every night its work, and keeps a claim from hiding what is known.
 */
const isNews = (table: string, column: string) =>
  `(excluded.${column} is not ${table}.${column}
    or (${table}.origins ->> '$.${column}[2]' is not null and excluded.origins ->> '$.${column}[2]' is null))`;

type Assigned = {
  /** Columns that the statement can speak of: as `assignNewer` treats them. */
  readonly columns: readonly string[];
  /** Columns that are never null: no older statement fills them. */
  readonly required?: readonly string[];
  /** Rows tell of columns that they leave null. */
  readonly isSparse?: boolean;
};

/**
 * `origins` after an upsert: of what the statement takes (assign-newer.ts), its own; of all else, what was. `excluded.origins`
 * is what the row would take at most.
 */
export function assignOrigins(table: string, { columns, required = [], isSparse = false }: Assigned): string {
  const isNewer = `excluded.updated_at > ${FILLS_ONLY} and excluded.updated_at >= ${table}.updated_at`;
  const taken = (column: string) => {
    const fills = required.includes(column)
      ? `excluded.updated_at >= ${table}.updated_at`
      : `(${isNewer} or ${table}.${column} is null)`;
    return `${isSparse ? `excluded.${column} is not null and ` : ""}${fills} and ${isNews(table, column)}`;
  };
  const all = [...required, ...columns];
  const left = all.map((column) => `iif(${taken(column)}, '$.none', '$.${column}')`);
  // D1 takes 32 arguments a function.
  const kept = [...chunksOf(left, 30)].reduce((json, part) => `json_remove(${json}, ${part.join(", ")})`, STATED);
  const differs = all.map(
    (column) => `(excluded.${column} is not null and excluded.${column} is not ${table}.${column})`,
  );
  // Attributes without a word of their own have the rest of their customer's.
  const isUnknown = table === "customers" ? `or ${table}.origins is null` : "";
  return `origins = case when ${anyOf(differs)} ${isUnknown} or instr(coalesce(${table}.origins, ''), ',1]') > 0
    then json_patch(coalesce(${table}.origins, '{}'), ${kept}) else ${table}.origins end`;
}

/** SQL. D1 takes expressions 100 deep, and a chain of ORs is as deep as it is long. */
export function anyOf(conditions: readonly string[]): string {
  const groups = [...chunksOf(conditions, 10)].map((group) => `(${group.join(" or ")})`);
  return `(${groups.join(" or ")})`;
}

const STATED = "coalesce(excluded.origins, '{}')";

/** SQL: an object of these members; where a value is null, patching takes the member away. */
export function objectOf(members: ReadonlyArray<readonly [name: string, value: string]>): string {
  const objects = [...chunksOf(members, 15)].map(
    (part) => `json_object(${part.map(([name, value]) => `'${name}', ${value}`).join(", ")})`,
  );
  return objects.length === 0 ? "json_object()" : objects.reduce((whole, part) => `json_patch(${whole}, ${part})`);
}

/** SQL: the origin of a column, JSON; null where nobody is known to have stated it. `rest` is an SQL column of origins. */
export function originSql(origins: string, column: string, rest: string = origins): string {
  return `coalesce(${origins} -> '$.${column}', ${rest} -> '$.rest')`;
}
