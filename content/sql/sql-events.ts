import { DAY_MS } from "#kernel/clock.ts";
import { typeOf, type EventCondition, type RuleExpr } from "#content/rule-ast.ts";
import type { SqlCompiler } from "./sql-compiler.ts";
import type { SqlEventSource } from "./sql-sources.ts";

export type EventQuestion = {
  readonly event: string;
  readonly where: readonly EventCondition[];
  readonly days?: number;
};

/** How many such events there are. */
export function countSql(compiler: SqlCompiler, question: EventQuestion): string {
  const counts = matches(compiler, question).map(({ rows }) => `(select count(*) ${rows})`);
  return counts.length === 0 ? "0" : `(${counts.join(" + ")})`;
}

/** Whether there is one: the search ends at the first. */
export function anySql(compiler: SqlCompiler, question: EventQuestion): string {
  const found = matches(compiler, question).map(({ rows }) => `exists (select 1 ${rows})`);
  return found.length === 0 ? "0" : `(${found.join(" or ")})`;
}

/** Nothing of it lies after now, so that cutting towards zero is the whole days that passed. */
export function daysSinceSql(compiler: SqlCompiler, question: EventQuestion): string {
  const latest = matches(compiler, question).map(({ at, rows }) => `select max(${at}) as at ${rows}`);
  if (latest.length === 0) return "null";
  const now = compiler.literals.int(String(compiler.sources.nowMs));
  return `((${now} - (select max(at) from (${latest.join(" union all ")}))) / ${DAY_MS})`;
}

type Match = { readonly at: string; readonly rows: string };

function matches(compiler: SqlCompiler, { event, where, days }: EventQuestion): readonly Match[] {
  const { literals, sources } = compiler;
  const now = literals.int(String(sources.nowMs));
  return sources.events.flatMap((source) => {
    const named = source.rows(event, literals);
    // Conditions may hold events themselves: what nobody asks must not be written, or it would grow with every level.
    if (named === undefined) return [];
    const conditions = where.map((condition) => conditionSql(compiler, source, condition));
    if (conditions.includes(undefined)) return [];
    const since = days === undefined ? [] : [`${source.at} >= ${literals.int(String(sources.nowMs - days * DAY_MS))}`];
    return [{ at: source.at, rows: [named, ...since, `${source.at} <= ${now}`, ...conditions].join(" and ") }];
  });
}

/** undefined where no event of the source can meet it. */
function conditionSql(
  compiler: SqlCompiler,
  { columns, properties }: SqlEventSource,
  { property, value }: EventCondition,
): string | undefined {
  const column = Object.hasOwn(columns, property) ? columns[property] : undefined;
  const wanted = compiler.valueOf(value);
  const type = typeOf(value);
  const inColumn = column === undefined || !isText(type) ? undefined : `${column} = ${wanted}`;
  const own = properties === undefined ? undefined : propertySql(compiler, { property, properties, value, wanted });
  if (own === undefined || column === undefined) return own ?? inColumn;
  const inProperties = `(${column} is null and ${own})`;
  return inColumn === undefined ? inProperties : `(${inColumn} or ${inProperties})`;
}

function isText(type: string): boolean {
  return type === "string" || type === "date";
}

type PropertyQuestion = {
  readonly property: string;
  readonly properties: string;
  readonly value: RuleExpr;
  readonly wanted: string;
};

/** SQLite has no way to quote these in a JSON path. */
const UNQUOTABLE = /["\\\p{Cc}]/u;

/** The types must agree, but a number is a number whether it was sent as int or as double. */
function propertySql(compiler: SqlCompiler, question: PropertyQuestion): string {
  const { property, properties } = question;
  const { literals } = compiler;
  if (!UNQUOTABLE.test(property)) {
    const path = literals.text(`$."${property}"`);
    return equalsSql(compiler, question, {
      type: `json_type(${properties}, ${path})`,
      value: `json_extract(${properties}, ${path})`,
      token: `(${properties} -> ${path})`,
    });
  }
  const row = compiler.alias();
  const found = { type: `${row}.type`, value: `${row}.value`, token: `json_quote(${row}.value)` };
  const equals = equalsSql(compiler, question, found);
  return `exists (select 1 from json_each(${properties}) as ${row} where ${row}.key = ${literals.text(property)} and ${equals})`;
}

/** SQL of a property's JSON type, of its value, and of its JSON text. */
type Found = { readonly type: string; readonly value: string; readonly token: string };

function equalsSql(compiler: SqlCompiler, { value, wanted }: PropertyQuestion, found: Found): string {
  const type = typeOf(value);
  if (isText(type)) return `(${found.type} = 'text' and ${found.value} = ${wanted})`;
  if (type === "bool") return `(${found.type} = case ${wanted} when 1 then 'true' when 0 then 'false' end)`;
  const number = `(${found.type} in ('integer', 'real') and ${doubleOf(found.value)} = ${wanted})`;
  const token = tokenOf(value);
  return token === undefined ? number : `(${number} or ${found.token} = ${compiler.literals.text(token)})`;
}

/** JSON's numbers are doubles to whoever reads them as JavaScript does: a whole one beyond 2^53 is the nearest. */
function doubleOf(sql: string): string {
  return `cast(${sql} as real)`;
}

/** How JavaScript writes a fraction: SQLite reads one in five thousand a last bit off, so its text is compared too. */
function tokenOf(value: RuleExpr): string | undefined {
  return value.op === "literal" && value.type === "double" ? JSON.stringify(value.value) : undefined;
}
