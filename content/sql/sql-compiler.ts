import type { RuleExpr } from "#content/rule-ast.ts";
import type { SqlLiterals } from "./sql-literals.ts";
import type { SqlSources } from "./sql-sources.ts";

/**
 * The state of one compilation. SQL of a value is NULL where the value is missing. SQL of a truth is 0 or NULL where it does
 * not hold: the same wherever a truth is asked, in `where`, `case when`, `and` and `or`. What counts truths as values, or turns
 * them round, asks `is true` or `is not true`.
 *
 * Every part is written once, never repeated: SQL that named an operand twice would double with every level.
 */
export type SqlCompiler = {
  readonly sources: SqlSources;
  readonly literals: SqlLiterals;
  readonly valueOf: (expr: RuleExpr) => string;
  readonly testOf: (expr: RuleExpr) => string;
  /** A name for a table that stands inside what this rule asks; the same one is never given twice. */
  readonly alias: () => string;
  /** SQL of the variable of the enclosing `exists`. */
  item: string;
};
