import type { Comparison, RuleType } from "./rule-ast.ts";
import type { ValueOf } from "./read-field.ts";
import type { RuleScope } from "./rule-scope.ts";
import { compareText, isSameNumber, type RuleInt } from "./rule-value.ts";

/** Answers a truth in a scope; a missing value has already become false. Never throws. */
export type RuleTest = (scope: RuleScope) => boolean;

type Operands = { readonly left: ValueOf; readonly right: ValueOf; readonly types: readonly [RuleType, RuleType] };

/** False wherever an operand is missing, for `!=` too. */
export function comparison(how: Comparison, { left, right, types }: Operands): RuleTest {
  if (how === "==" || how === "!=") return equality(how === "==", { left, right, types });
  const holds = orders[how];
  if (types[0] === "string") {
    return (scope) => {
      const [a, b] = [left(scope), right(scope)];
      return a !== undefined && b !== undefined && holds(compareText(a as string, b as string), 0);
    };
  }
  return (scope) => {
    const a = left(scope);
    if (a === undefined) return false;
    const b = right(scope);
    return b !== undefined && holds(a as RuleInt, b as RuleInt);
  };
}

// JavaScript compares numbers and bigints with each other on the number line, without rounding.
const orders: Readonly<Record<"<" | "<=" | ">" | ">=", (a: RuleInt, b: RuleInt) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function equality(isWanted: boolean, { left, right, types }: Operands): RuleTest {
  if (types[0] !== types[1]) {
    return (scope) => {
      const [a, b] = [left(scope), right(scope)];
      return a !== undefined && b !== undefined && isSameNumber(a as RuleInt, b as RuleInt) === isWanted;
    };
  }
  return (scope) => {
    const a = left(scope);
    if (a === undefined) return false;
    const b = right(scope);
    return b !== undefined && (a === b) === isWanted;
  };
}
