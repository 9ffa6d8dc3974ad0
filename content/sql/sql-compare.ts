import type { Comparison, RuleExpr } from "#content/rule-ast.ts";
import type { SqlCompiler } from "./sql-compiler.ts";
import { anySql } from "./sql-events.ts";

type Compare = Extract<RuleExpr, { readonly op: "compare" }>;

const operators: Readonly<Record<Comparison, string>> = {
  "==": "=",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/** A comparison with NULL is NULL. SQLite compares texts by code point, and an int with a double exactly. */
export function comparisonSql(compiler: SqlCompiler, { how, left, right }: Compare): string {
  if (left.op === "did") {
    const asks = existenceAsked(how, right);
    if (asks !== undefined) return asks ? anySql(compiler, left) : `(not ${anySql(compiler, left)})`;
  }
  return `(${compiler.valueOf(left)} ${operators[how]} ${compiler.valueOf(right)})`;
}

/** `did(…) >= 1` and its like ask whether there is an event at all: true or false. undefined where the number counts. */
function existenceAsked(how: Comparison, right: RuleExpr): boolean | undefined {
  const least = right.op === "literal" && right.type === "int" ? right.value : undefined;
  if ((how === ">=" && least === "1") || ((how === ">" || how === "!=") && least === "0")) return true;
  if ((how === "<" && least === "1") || ((how === "<=" || how === "==") && least === "0")) return false;
  return undefined;
}
