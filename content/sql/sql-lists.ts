import type { ListExpr, LiteralExpr, RuleExpr } from "#content/rule-ast.ts";
import type { SqlCompiler } from "./sql-compiler.ts";

type In = Extract<RuleExpr, { readonly op: "in" }>;
type Exists = Extract<RuleExpr, { readonly op: "exists" }>;
type WrittenList = Extract<ListExpr, { readonly op: "list" }>;

/** Literals of one type are looked up; anything else is walked, because `in (…)` would turn ints into the type of a column. */
export function membershipSql(compiler: SqlCompiler, { value, list }: In): string {
  const wanted = compiler.valueOf(value);
  const tokens = list.op === "list" ? tokensOf(list) : undefined;
  if (tokens !== undefined) return `(${wanted} in (select value from ${compiler.literals.rows(tokens)}))`;
  const rows = rowsOf(compiler, list);
  return `exists (${rows.with}select 1 from ${rows.from} where ${rows.item} = ${wanted})`;
}

export function existenceSql(compiler: SqlCompiler, { list, test }: Exists): string {
  const rows = rowsOf(compiler, list);
  const outer = compiler.item;
  compiler.item = rows.item;
  const holds = compiler.testOf(test);
  compiler.item = outer;
  return `exists (${rows.with}select 1 from ${rows.from} where ${rows.item} is not null and ${holds})`;
}

/** Texts of a list; a sum over no rows, and not a count, so that a missing list has a missing size. */
export function listSizeSql(compiler: SqlCompiler, list: string): string {
  const row = compiler.alias();
  return `(select sum(${row}.type = 'text') from json_each(json_insert(${list}, '$[#]', 0)) as ${row})`;
}

/** JSON of the items, where all are texts, dates or ints that are written out. Doubles are no JSON (sql-literals.ts). */
function tokensOf({ items, of }: WrittenList): readonly string[] | undefined {
  const isExact = of === "string" || of === "date" || of === "int";
  const literals = items.filter((item): item is LiteralExpr => item.op === "literal");
  if (!isExact || literals.length < items.length) return undefined;
  return literals.map((literal) => (literal.type === "int" ? literal.value : JSON.stringify(literal.value)));
}

type Rows = { readonly with: string; readonly from: string; readonly item: string };

/** The items of a list as rows. Of a field those that are texts; a missing list has none. */
function rowsOf(compiler: SqlCompiler, list: ListExpr): Rows {
  const row = compiler.alias();
  if (list.op === "field") {
    const from = `json_each(${compiler.valueOf(list)}) as ${row}`;
    return { with: "", from, item: `iif(${row}.type = 'text', ${row}.value, null)` };
  }
  const values = list.items.map((item) => `(${compiler.valueOf(item)})`).join(", ");
  return { with: `with ${row}(value) as (values ${values}) `, from: row, item: `${row}.value` };
}
