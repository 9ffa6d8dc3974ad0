/**
 * A checked rule as data: typed, without positions, serialisable as JSON. Back ends (the closure here, SQL elsewhere) read
 * this tree and nothing else, so that they cannot disagree about what a source text means.
 *
 * Semantics that every back end holds:
 * - A value may be missing. A comparison, `in`, `exists` or string test with a missing operand is false, `!=` too; a missing
 *   bool stands for false where a truth is asked. Arithmetic with a missing operand is missing. Truths are never missing, so
 *   `!`, `&&` and `||` are two-valued: `!(customer.age > 30)` is true for a customer whose age is unknown.
 * - int is int64: a result beyond it is missing, as are division and remainder by zero. Division cuts towards zero.
 * - A double result that is not finite is missing. An int and a double compare on the number line, exactly.
 * - Strings compare by code point, without normalisation or locale.
 * - Dates are days of the proleptic Gregorian calendar from year 100 to 9999; a result outside is missing.
 */
export type ScalarType = "string" | "int" | "double" | "bool" | "date";
export type RuleType = ScalarType | "strings";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type TextTest = "contains" | "startsWith" | "endsWith";

export type FieldExpr = {
  readonly op: "field";
  readonly of: "customer" | "product" | "context";
  readonly name: string;
  readonly type: RuleType;
};

/** An int is written in decimal digits, because JSON numbers end at 2^53. A date is "YYYY-MM-DD". */
export type LiteralExpr =
  | { readonly op: "literal"; readonly type: "string" | "int" | "date"; readonly value: string }
  | { readonly op: "literal"; readonly type: "double"; readonly value: number }
  | { readonly op: "literal"; readonly type: "bool"; readonly value: boolean };

export type ListExpr =
  | FieldExpr
  | { readonly op: "list"; readonly of: ScalarType; readonly items: readonly RuleExpr[] };

/** An event counts where each named property equals its value. */
export type EventCondition = { readonly property: string; readonly value: RuleExpr };

export type RuleExpr =
  | LiteralExpr
  | FieldExpr
  /** The variable of the enclosing `exists`, a string. `exists` does not nest, so it needs no name. */
  | { readonly op: "item" }
  | { readonly op: "and" | "or"; readonly items: readonly RuleExpr[] }
  | { readonly op: "not"; readonly item: RuleExpr }
  | { readonly op: "compare"; readonly how: Comparison; readonly left: RuleExpr; readonly right: RuleExpr }
  | { readonly op: "in"; readonly value: RuleExpr; readonly list: ListExpr }
  | { readonly op: "exists"; readonly list: ListExpr; readonly test: RuleExpr }
  | {
      readonly op: "if";
      readonly type: RuleType;
      readonly test: RuleExpr;
      readonly yes: RuleExpr;
      readonly no: RuleExpr;
    }
  | {
      readonly op: "arithmetic";
      readonly how: ArithmeticOperator;
      readonly type: "string" | "int" | "double" | "date";
      readonly left: RuleExpr;
      readonly right: RuleExpr;
    }
  | { readonly op: "negate"; readonly type: "int" | "double"; readonly item: RuleExpr }
  /** To double: the nearest. To int: cut towards zero, missing beyond int64. */
  | { readonly op: "convert"; readonly type: "int" | "double"; readonly item: RuleExpr }
  | { readonly op: "text"; readonly how: TextTest; readonly text: RuleExpr; readonly part: RuleExpr }
  /** A-Z alone become a-z. */
  | { readonly op: "lowerAscii"; readonly item: RuleExpr }
  /** Code points of a string, items of a list. */
  | { readonly op: "size"; readonly item: RuleExpr | ListExpr }
  | { readonly op: "has"; readonly field: FieldExpr }
  /** Events of that name at or after `now - days` (without days: ever) and not after now: an int, 0 where there are none. */
  | {
      readonly op: "did";
      readonly event: string;
      readonly where: readonly EventCondition[];
      readonly days?: number;
    }
  /** Whole days of 24 hours since the latest such event that is not after now: an int, missing where there is none. */
  | { readonly op: "daysSince"; readonly event: string; readonly where: readonly EventCondition[] }
  /** The customer's affinity to a category in [0, 1): a double, 0 where nothing is known. */
  | { readonly op: "affinity"; readonly category: RuleExpr }
  /** Whether the customer is in the segment of that code, as it was last brought up to date. */
  | { readonly op: "inSegment"; readonly code: string }
  /** What a prediction says of the customer: a double, missing where it says nothing of her or its word is too old. */
  | { readonly op: "score"; readonly code: string };

const truths = new Set(["and", "or", "not", "compare", "in", "exists", "text", "has", "inSegment"]);

/** The type of an expression's value. */
export function typeOf(expr: RuleExpr): RuleType {
  if ("type" in expr) return expr.type;
  if (truths.has(expr.op)) return "bool";
  if (expr.op === "affinity" || expr.op === "score") return "double";
  return expr.op === "item" || expr.op === "lowerAscii" ? "string" : "int";
}

/** The expressions directly below. */
export function partsOf(expr: RuleExpr | ListExpr): ReadonlyArray<RuleExpr | ListExpr> {
  switch (expr.op) {
    case "literal":
    case "field":
    case "item":
    case "inSegment":
    case "score":
      return [];
    case "and":
    case "or":
    case "list":
      return expr.items;
    case "not":
    case "negate":
    case "convert":
    case "lowerAscii":
    case "size":
      return [expr.item];
    case "compare":
    case "arithmetic":
      return [expr.left, expr.right];
    case "in":
      return [expr.value, expr.list];
    case "exists":
      return [expr.list, expr.test];
    case "if":
      return [expr.test, expr.yes, expr.no];
    case "text":
      return [expr.text, expr.part];
    case "has":
      return [expr.field];
    case "did":
    case "daysSince":
      return expr.where.map((condition) => condition.value);
    case "affinity":
      return [expr.category];
  }
}

/** What must be known before a rule can be answered. `slot` is the one part of the context that changes within a selection. */
export type RuleDependencies = {
  readonly customer: boolean;
  readonly product: boolean;
  readonly context: boolean;
  readonly slot: boolean;
};

/** `did` and `daysSince` ask the customer's past and the present moment. */
export function dependenciesOf(expr: RuleExpr | ListExpr): RuleDependencies {
  const parts = partsOf(expr).map(dependenciesOf);
  const asksEvents = expr.op === "did" || expr.op === "daysSince";
  const reads = expr.op === "field" ? expr.of : undefined;
  return {
    customer:
      asksEvents ||
      expr.op === "affinity" ||
      expr.op === "inSegment" ||
      expr.op === "score" ||
      reads === "customer" ||
      parts.some((part) => part.customer),
    product: reads === "product" || parts.some((part) => part.product),
    context: asksEvents || reads === "context" || parts.some((part) => part.context),
    slot: (expr.op === "field" && reads === "context" && expr.name === "slot") || parts.some((part) => part.slot),
  };
}
