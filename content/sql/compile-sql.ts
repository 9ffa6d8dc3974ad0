import { err, ok, type Result } from "#kernel/result.ts";
import { partsOf, typeOf, type ListExpr, type LiteralExpr, type RuleExpr } from "#content/rule-ast.ts";
import { parserDepth } from "./parser-depth.ts";
import { arithmeticSql, conversionSql, negationSql } from "./sql-arithmetic.ts";
import { comparisonSql } from "./sql-compare.ts";
import type { SqlCompiler } from "./sql-compiler.ts";
import { countSql, daysSinceSql } from "./sql-events.ts";
import { existenceSql, listSizeSql, membershipSql } from "./sql-lists.ts";
import type { SqlLiterals } from "./sql-literals.ts";
import type { SqlSources } from "./sql-sources.ts";

export type SqlBackEnd = { readonly sources: SqlSources; readonly literals: SqlLiterals };

/**
 * The SQL back end over a checked tree: a condition on the row of one customer, NULL or 0 where the rule does not hold. It
 * means what compileTest means (rule-ast.ts says what), on every database. Its values are in `literals`; its text is made of
 * operators and of what `sources` gives.
 *
 * Refused, in words, where the rule asks what no customer's row tells, or where SQL has no room for it.
 */
export function compileSql(expr: RuleExpr, { sources, literals }: SqlBackEnd): Result<string, string> {
  const stranger = strangerIn(expr, sources, literals);
  if (stranger !== undefined) return err(stranger);
  let aliases = 0;
  const compiler: SqlCompiler = {
    sources,
    literals,
    valueOf: (part) => valueSql(compiler, part),
    testOf: (part) => testSql(compiler, part),
    alias: () => `r${(aliases += 1)}`,
    item: "null",
  };
  const sql = compiler.testOf(expr);
  return parserDepth(sql) > MAX_DEPTH || sql.length > MAX_LENGTH ? err(tooLarge) : ok(sql);
}

/** D1 takes statements of 100,000 characters, and what frames the condition needs room too. */
const MAX_LENGTH = 80_000;
/** Of the 100 places on the parser's stack; the rest is for what frames the condition. */
const MAX_DEPTH = 90;
const tooLarge = "This rule has too many parts inside one another to be asked of all customers at once.";

function strangerIn(expr: RuleExpr | ListExpr, sources: SqlSources, literals: SqlLiterals): string | undefined {
  if (expr.op !== "field") {
    for (const part of partsOf(expr)) {
      const found = strangerIn(part, sources, literals);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const sql =
    expr.of === "customer"
      ? sources.customerField(expr.name)
      : expr.of === "context"
        ? sources.contextField(expr.name, literals)
        : undefined;
  return sql === undefined ? `A rule about customers alone knows no ${expr.of}.${expr.name}.` : undefined;
}

function testSql(compiler: SqlCompiler, expr: RuleExpr): string {
  switch (expr.op) {
    case "and":
    case "or":
      return chainSql(expr.op, cheapFirst(expr.items).map(compiler.testOf));
    case "not":
      return `(${compiler.testOf(expr.item)} is not true)`;
    case "compare":
      return comparisonSql(compiler, expr);
    case "in":
      return membershipSql(compiler, expr);
    case "exists":
      return existenceSql(compiler, expr);
    case "text":
      return textSql(compiler, expr);
    case "has":
      return `(${compiler.valueOf(expr.field)} is not null)`;
    case "inSegment":
      return compiler.sources.segment(expr.code, compiler.literals);
    default:
      return compiler.valueOf(expr);
  }
}

function valueSql(compiler: SqlCompiler, expr: RuleExpr): string {
  switch (expr.op) {
    case "literal":
      return literalSql(compiler.literals, expr);
    case "field":
      return fieldSql(compiler, expr);
    case "item":
      return compiler.item;
    case "if":
      return `(case when ${compiler.testOf(expr.test)} then ${compiler.valueOf(expr.yes)} else ${compiler.valueOf(expr.no)} end)`;
    case "arithmetic":
      return arithmeticSql(compiler, expr);
    case "negate":
      return negationSql(compiler, expr.type, expr.item);
    case "convert":
      return conversionSql(compiler, expr.type, expr.item);
    case "lowerAscii":
      return `lower(${compiler.valueOf(expr.item)})`;
    case "size":
      return sizeSql(compiler, expr.item);
    case "did":
      return countSql(compiler, expr);
    case "daysSince":
      return daysSinceSql(compiler, expr);
    case "affinity":
      return compiler.sources.affinity(compiler.valueOf(expr.category), compiler.literals);
    case "score":
      return compiler.sources.score(expr.code, compiler.literals);
    default:
      return `(${compiler.testOf(expr)} is true)`;
  }
}

function literalSql(literals: SqlLiterals, literal: LiteralExpr): string {
  switch (literal.type) {
    case "string":
    case "date":
      return literals.text(literal.value);
    case "int":
      return literals.int(literal.value);
    case "double":
      return literals.double(literal.value);
    case "bool":
      return literal.value ? "1" : "0";
  }
}

function fieldSql({ sources, literals }: SqlCompiler, field: Extract<RuleExpr, { readonly op: "field" }>): string {
  const sql = field.of === "customer" ? sources.customerField(field.name) : sources.contextField(field.name, literals);
  // strangerIn has been over the whole rule.
  return sql ?? "null";
}

/** Halved again and again, because SQLite counts a chain of n as n levels and D1 allows 100. */
function chainSql(operator: "and" | "or", items: readonly string[]): string {
  const [first, second] = items;
  if (first === undefined || second === undefined) return first ?? "null";
  const middle = items.length >> 1;
  return `(${chainSql(operator, items.slice(0, middle))} ${operator} ${chainSql(operator, items.slice(middle))})`;
}

/** What reads the row itself stands before what looks into other tables. Nothing throws, so that the order changes no answer. */
function cheapFirst(items: readonly RuleExpr[]): readonly RuleExpr[] {
  return items.toSorted((left, right) => costOf(left) - costOf(right));
}

function costOf(expr: RuleExpr | ListExpr): number {
  const parts = Math.max(0, ...partsOf(expr).map(costOf));
  if (expr.op === "did" || expr.op === "daysSince") return 2;
  return expr.op === "affinity" || expr.op === "inSegment" || expr.op === "score" ? Math.max(1, parts) : parts;
}

type TextTestExpr = Extract<RuleExpr, { readonly op: "text" }>;

/** No stored text has U+0000, so that with one at its end a part is found at the end of the text and nowhere else. */
function textSql({ valueOf }: SqlCompiler, { how, text, part }: TextTestExpr): string {
  const [whole, piece] = [valueOf(text), valueOf(part)];
  if (how === "endsWith") return `(instr(${whole} || char(0), ${piece} || char(0)) > 0)`;
  return `(instr(${whole}, ${piece}) ${how === "contains" ? "> 0" : "= 1"})`;
}

function sizeSql(compiler: SqlCompiler, item: RuleExpr | ListExpr): string {
  if (item.op === "list") return compiler.literals.int(String(item.items.length));
  const sql = compiler.valueOf(item);
  return typeOf(item) === "strings" ? listSizeSql(compiler, sql) : `length(${sql})`;
}
