import { typeOf, type ArithmeticOperator, type RuleExpr } from "#content/rule-ast.ts";
import type { SqlCompiler } from "./sql-compiler.ts";

type Arithmetic = Extract<RuleExpr, { readonly op: "arithmetic" }>;

export function arithmeticSql(compiler: SqlCompiler, { how, type, left, right }: Arithmetic): string {
  const [a, b] = [compiler.valueOf(left), compiler.valueOf(right)];
  if (type === "string") return `(${a} || ${b})`;
  if (type === "double") return finite(`(${a} ${how} ${b})`);
  if (type === "int") return typeOf(left) === "date" ? `(${dayOf(a)} - ${dayOf(b)})` : intSql(compiler, how, [a, b]);
  return typeOf(left) === "date" ? dateOf(`(${dayOf(a)} ${how} ${b})`) : dateOf(`(${a} + ${dayOf(b)})`);
}

/** The remainder of int64 is never beyond it, and SQLite's division by zero is NULL: both as rules want it. */
function intSql(compiler: SqlCompiler, how: ArithmeticOperator, [a, b]: readonly [string, string]): string {
  return how === "%" ? `(${a} % ${b})` : wholeOrMissing(compiler, `${a} ${how} ${b}`);
}

/**
 * SQLite goes over to REAL where an int leaves 64 bits. There is no function that tells without naming its operand twice, so
 * the result becomes a row; its LIMIT keeps the row from being written out again in the place that reads it.
 */
function wholeOrMissing(compiler: SqlCompiler, sql: string): string {
  const row = compiler.alias();
  return `(select case typeof(${row}.v) when 'integer' then ${row}.v end from (select ${sql} as v limit 1) as ${row})`;
}

/** NaN is NULL in SQLite already; 9e999 is its way to write infinity. */
function finite(sql: string): string {
  return `nullif(nullif(${sql}, 9e999), -9e999)`;
}

/** The epoch day of a date. Midnight is a whole number of days, so that division has nothing to round. */
function dayOf(sql: string): string {
  return `(unixepoch(${sql}) / 86400)`;
}

/** The date of an epoch day. SQLite's calendar ends in 9999 as that of rules does, but begins long before the year 100. */
function dateOf(sql: string): string {
  return `nullif(max(date(${sql} * 86400, 'unixepoch'), '0099-12-31'), '0099-12-31')`;
}

export function negationSql(compiler: SqlCompiler, type: "int" | "double", item: RuleExpr): string {
  const sql = compiler.valueOf(item);
  return type === "double" ? `(- ${sql})` : wholeOrMissing(compiler, `0 - ${sql}`);
}

const INT64_MAX = "9223372036854775807";
/** The greatest double below int64. */
const BELOW_INT64 = "(cast(-9223372036854775807 as real) - 2048.0)";

/** SQLite's cast stops at the ends of int64. No double is its upper end, and what is below its lower one is set apart before. */
export function conversionSql(compiler: SqlCompiler, type: "int" | "double", item: RuleExpr): string {
  const sql = compiler.valueOf(item);
  if (type === "double") return `cast(${sql} as real)`;
  return `nullif(cast(nullif(max(${sql}, ${BELOW_INT64}), ${BELOW_INT64}) as integer), ${INT64_MAX})`;
}
