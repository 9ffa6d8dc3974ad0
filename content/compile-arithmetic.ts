import type { ArithmeticOperator } from "./rule-ast.ts";
import type { ValueOf } from "./read-field.ts";
import { dayOf, intOf, type RuleInt, type RuleValue } from "./rule-value.ts";

type Compute = (left: never, right: never) => RuleValue | undefined;

/** int64 arithmetic: exact in numbers while they are safe, else in bigint; missing on overflow and on division by zero. */
const onInts: Readonly<Record<ArithmeticOperator, (a: RuleInt, b: RuleInt) => RuleInt | undefined>> = {
  "+": (a, b) => safe(a, b, (x, y) => x + y) ?? intOf(BigInt(a) + BigInt(b)),
  "-": (a, b) => safe(a, b, (x, y) => x - y) ?? intOf(BigInt(a) - BigInt(b)),
  "*": (a, b) => safe(a, b, (x, y) => x * y) ?? intOf(BigInt(a) * BigInt(b)),
  // (x - x % y) / y and not trunc(x / y): the quotient of large numbers could round up to the next whole.
  "/": (a, b) => (isZero(b) ? undefined : (safe(a, b, (x, y) => (x - (x % y)) / y) ?? intOf(BigInt(a) / BigInt(b)))),
  "%": (a, b) => (isZero(b) ? undefined : (safe(a, b, (x, y) => x % y) ?? intOf(BigInt(a) % BigInt(b)))),
};

function isZero(value: RuleInt): boolean {
  return value === 0;
}

function safe(a: RuleInt, b: RuleInt, compute: (x: number, y: number) => number): number | undefined {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  const result = compute(a, b);
  // + 0 turns -0 into 0: an int has one zero.
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

const onDoubles: Readonly<Record<ArithmeticOperator, (a: number, b: number) => number | undefined>> = {
  "+": (a, b) => finite(a + b),
  "-": (a, b) => finite(a - b),
  "*": (a, b) => finite(a * b),
  "/": (a, b) => finite(a / b),
  "%": () => undefined,
};

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** `type` is the result's type: the days between two dates are an int like any other. */
export function arithmetic(
  how: ArithmeticOperator,
  type: "string" | "int" | "double" | "date",
  operands: { readonly left: ValueOf; readonly right: ValueOf },
): ValueOf {
  const { left, right } = operands;
  const compute = computeOf(how, type);
  return (scope) => {
    const a = left(scope);
    if (a === undefined) return undefined;
    const b = right(scope);
    return b === undefined ? undefined : compute(a as never, b as never);
  };
}

function computeOf(how: ArithmeticOperator, type: "string" | "int" | "double" | "date"): Compute {
  if (type === "string") return (a: string, b: string) => a + b;
  if (type === "double") return onDoubles[how];
  if (type === "int") return onInts[how];
  return (a: RuleInt, b: RuleInt) => dayOf(onInts[how](a, b));
}

export function negation(type: "int" | "double", item: ValueOf): ValueOf {
  if (type === "double") {
    return (scope) => {
      const value = item(scope);
      return typeof value === "number" ? -value : undefined;
    };
  }
  return (scope) => {
    const value = item(scope) as RuleInt | undefined;
    return value === undefined ? undefined : onInts["-"](0, value);
  };
}

export function conversion(type: "int" | "double", item: ValueOf): ValueOf {
  if (type === "double") {
    return (scope) => {
      const value = item(scope);
      return value === undefined ? undefined : Number(value);
    };
  }
  return (scope) => {
    const value = item(scope);
    return typeof value === "number" ? intOf(BigInt(Math.trunc(value))) : undefined;
  };
}
