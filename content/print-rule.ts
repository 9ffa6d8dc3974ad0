import type { Comparison, EventCondition, ListExpr, LiteralExpr, RuleExpr } from "./rule-ast.ts";

/**
 * A checked rule as CEL again: checking the text gives the same tree. Brackets stand where they are needed, the variable of
 * `exists` is called `item`.
 */
export function printRule(expr: RuleExpr | ListExpr): string {
  return print(expr, 0);
}

/** How tightly CEL's operators bind (cel-spec, langdef.md); an operand that binds no tighter than its operator is bracketed. */
const levels = { if: 1, or: 2, and: 3, relation: 4, addition: 5, product: 6, unary: 7, member: 8 } as const;

function print(expr: RuleExpr | ListExpr, outer: number): string {
  const [text, level] = written(expr);
  return level < outer ? `(${text})` : text;
}

type Written = readonly [text: string, level: number];

function written(expr: RuleExpr | ListExpr): Written {
  switch (expr.op) {
    case "literal":
      return literalText(expr);
    case "field":
      return [`${expr.of}.${expr.name}`, levels.member];
    case "item":
      return ["item", levels.member];
    case "and":
      return [expr.items.map((item) => print(item, levels.and + 1)).join(" && "), levels.and];
    case "or":
      return [expr.items.map((item) => print(item, levels.or + 1)).join(" || "), levels.or];
    case "not":
      return [`!${print(expr.item, levels.unary)}`, levels.unary];
    case "negate":
      return [`-(${print(expr.item, 0)})`, levels.unary];
    case "compare":
      return relation(expr.how, expr.left, expr.right);
    case "in":
      return relation("in", expr.value, expr.list);
    case "if":
      return [`${print(expr.test, 2)} ? ${print(expr.yes, 2)} : ${print(expr.no, 2)}`, levels.if];
    case "arithmetic": {
      const level = expr.how === "+" || expr.how === "-" ? levels.addition : levels.product;
      return [`${print(expr.left, level)} ${expr.how} ${print(expr.right, level + 1)}`, level];
    }
    case "list":
      return [`[${expr.items.map(printRule).join(", ")}]`, levels.member];
    default:
      return [callText(expr), levels.member];
  }
}

function relation(how: Comparison | "in", left: RuleExpr, right: RuleExpr | ListExpr): Written {
  const level = levels.relation + 1;
  return [`${print(left, level)} ${how} ${print(right, level)}`, levels.relation];
}

type Call = Extract<
  RuleExpr,
  {
    readonly op:
      | "exists"
      | "convert"
      | "text"
      | "lowerAscii"
      | "size"
      | "has"
      | "did"
      | "daysSince"
      | "affinity"
      | "inSegment"
      | "score";
  }
>;

function callText(expr: Call): string {
  switch (expr.op) {
    case "exists":
      return `${member(expr.list)}.exists(item, ${printRule(expr.test)})`;
    case "convert":
      return `${expr.type}(${printRule(expr.item)})`;
    case "text":
      return `${member(expr.text)}.${expr.how}(${printRule(expr.part)})`;
    case "lowerAscii":
      return `${member(expr.item)}.lowerAscii()`;
    case "size":
      return `size(${printRule(expr.item)})`;
    case "has":
      return `has(${printRule(expr.field)})`;
    case "did":
      return eventText("did", expr.event, [
        ...whereText(expr.where),
        ...(expr.days === undefined ? [] : [String(expr.days)]),
      ]);
    case "daysSince":
      return eventText("daysSince", expr.event, whereText(expr.where));
    case "affinity":
      return `affinity(${printRule(expr.category)})`;
    case "inSegment":
      return `inSegment(${quoted(expr.code)})`;
    case "score":
      return `score(${quoted(expr.code)})`;
  }
}

function member(expr: RuleExpr | ListExpr): string {
  return print(expr, levels.member);
}

function eventText(name: string, event: string, more: readonly string[]): string {
  return `${name}(${[quoted(event), ...more].join(", ")})`;
}

function whereText(where: readonly EventCondition[]): readonly string[] {
  if (where.length === 0) return [];
  return [`{${where.map(({ property, value }) => `${quoted(property)}: ${printRule(value)}`).join(", ")}}`];
}

function literalText(literal: LiteralExpr): Written {
  switch (literal.type) {
    case "string":
      return [quoted(literal.value), levels.member];
    case "date":
      return [`date(${quoted(literal.value)})`, levels.member];
    case "int":
      return signed(literal.value);
    case "double":
      return signed(doubleText(literal.value));
    case "bool":
      return [String(literal.value), levels.member];
  }
}

function signed(digits: string): Written {
  return [digits, digits.startsWith("-") ? levels.unary : levels.member];
}

function doubleText(value: number): string {
  const digits = Object.is(value, -0) ? "-0.0" : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** JSON's escapes are CEL's, but for those of half characters, which no rule holds. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
