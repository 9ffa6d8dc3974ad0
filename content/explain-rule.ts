import { compileTest, compileValue } from "./compile-rule.ts";
import { printRule } from "./print-rule.ts";
import { partsOf, typeOf, type ListExpr, type RuleExpr } from "./rule-ast.ts";
import type { RuleScope } from "./rule-scope.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import type { RuleValue } from "./rule-value.ts";

/** Why a rule holds or does not: the same tree as the rule's `&&`, `||` and `!`, down to single conditions. */
export type RuleExplanation =
  | { readonly kind: "all" | "any" | "none"; readonly holds: boolean; readonly parts: readonly RuleExplanation[] }
  | {
      readonly kind: "condition";
      /** The condition in CEL. */
      readonly text: string;
      readonly holds: boolean;
      /** What was found of everything that the condition asks about. */
      readonly found: readonly FoundValue[];
    };

/** `value` in words; undefined where it is missing. */
export type FoundValue = { readonly what: string; readonly value: string | undefined };

/** Explains a rule's answer in a scope. Each part is asked by itself, so that those behind the first that fails are told too. */
export function explainRule(expr: RuleExpr, scope: RuleScope): RuleExplanation {
  switch (expr.op) {
    case "and":
      return combined("all", expr.items, scope);
    case "or":
      return combined("any", expr.items, scope);
    case "not":
      return combined("none", [expr.item], scope);
    default:
      return {
        kind: "condition",
        text: printRule(expr),
        holds: compileTest(expr)(scope),
        found: foundIn(expr, scope),
      };
  }
}

function combined(kind: "all" | "any" | "none", items: readonly RuleExpr[], scope: RuleScope): RuleExplanation {
  const parts = items.map((item) => explainRule(item, scope));
  const holds = { all: parts.every(isTrue), any: parts.some(isTrue), none: !parts.some(isTrue) }[kind];
  return { kind, holds, parts };
}

function isTrue({ holds }: RuleExplanation): boolean {
  return holds;
}

const asked = new Set(["field", "did", "daysSince", "affinity", "inSegment", "score"]);

/** Each thing once, as the condition names it. What stands inside an `exists` changes with its item and is left out. */
function foundIn(expr: RuleExpr | ListExpr, scope: RuleScope): readonly FoundValue[] {
  const found = new Map<string, FoundValue>();
  const visit = (part: RuleExpr | ListExpr) => {
    if (part.op !== "list" && asked.has(part.op)) {
      const what = printRule(part);
      found.set(what, { what, value: wordsOf(part, compileValue(part)(scope)) });
    } else if (part.op === "exists") visit(part.list);
    else partsOf(part).forEach(visit);
  };
  visit(expr);
  return [...found.values()];
}

function wordsOf(expr: RuleExpr, value: RuleValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && typeOf(expr) === "date") return dateOfEpochDay(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
