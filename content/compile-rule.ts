import { epochDayOf } from "#kernel/calendar.ts";
import { ok, type Result } from "#kernel/result.ts";
import { checkRule } from "./check-rule.ts";
import { arithmetic, conversion, negation } from "./compile-arithmetic.ts";
import { comparison, type RuleTest } from "./compile-compare.ts";
import { conditionOn, daysSinceEvent, eventCount, type CompiledCondition } from "./compile-events.ts";
import { membership } from "./compile-membership.ts";
import { fieldReader, readerOf, type ValueOf } from "./read-field.ts";
import {
  typeOf,
  type EventCondition,
  type ListExpr,
  type LiteralExpr,
  type RuleDependencies,
  type RuleExpr,
  type ScalarType,
  type TextTest,
} from "./rule-ast.ts";
import type { RuleFault } from "./rule-fault.ts";
import type { RuleScope } from "./rule-scope.ts";
import { countCharacters, intOf, lowerAscii } from "./rule-value.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

/** A rule ready to be asked. `evaluate` is pure, total and does no allocation worth mentioning. */
export type CompiledRule = {
  readonly source: string;
  readonly expr: RuleExpr;
  readonly dependsOn: RuleDependencies;
  readonly evaluate: (scope: RuleScope) => boolean;
};

/** Checks a rule against the vocabulary and compiles it to closures; all faults with their places where it is wrong. */
export function compileRule(source: string, vocabulary: RuleVocabulary): Result<CompiledRule, readonly RuleFault[]> {
  const checked = checkRule(source, vocabulary);
  return checked.ok ? ok({ ...checked.value, evaluate: compileTest(checked.value.expr) }) : checked;
}

/** The closure back end over a checked tree. What each operator means stands in rule-ast.ts. */
export function compileTest(expr: RuleExpr): RuleTest {
  return testOf(expr, { item: "" });
}

/** The closure of any part of a checked rule: its value, undefined where it is missing. */
export function compileValue(expr: RuleExpr): ValueOf {
  return valueOf(expr, { item: "" });
}

/** Where `exists` lays the item in hand. One cell a rule is enough: `exists` does not nest and nothing here waits. */
type Cell = { item: string };

function testOf(expr: RuleExpr, cell: Cell): RuleTest {
  switch (expr.op) {
    case "and":
      return allOf(expr.items.map((item) => testOf(item, cell)));
    case "or":
      return anyOf(expr.items.map((item) => testOf(item, cell)));
    case "not": {
      const test = testOf(expr.item, cell);
      return (scope) => !test(scope);
    }
    case "compare":
      return comparison(expr.how, {
        left: valueOf(expr.left, cell),
        right: valueOf(expr.right, cell),
        types: [typeOf(expr.left), typeOf(expr.right)],
      });
    case "in":
      return membershipOf(expr, cell);
    case "exists":
      return existenceOf(expr, cell);
    case "text":
      return textTest(expr.how, valueOf(expr.text, cell), valueOf(expr.part, cell));
    case "has": {
      const read = fieldReader(expr.field);
      return (scope) => read(scope) !== undefined;
    }
    case "inSegment":
      return ({ customer }) => customer.segmentCodes?.has(expr.code) === true;
    default: {
      const value = valueOf(expr, cell);
      return (scope) => value(scope) === true;
    }
  }
}

function valueOf(expr: RuleExpr, cell: Cell): ValueOf {
  switch (expr.op) {
    case "literal":
      return constant(literalValue(expr));
    case "field":
      return fieldReader(expr);
    case "item":
      return () => cell.item;
    case "if": {
      const [test, yes, no] = [testOf(expr.test, cell), valueOf(expr.yes, cell), valueOf(expr.no, cell)];
      return (scope) => (test(scope) ? yes(scope) : no(scope));
    }
    case "arithmetic":
      return arithmetic(expr.how, expr.type, { left: valueOf(expr.left, cell), right: valueOf(expr.right, cell) });
    case "negate":
      return negation(expr.type, valueOf(expr.item, cell));
    case "convert":
      return conversion(expr.type, valueOf(expr.item, cell));
    case "lowerAscii": {
      const text = valueOf(expr.item, cell);
      return (scope) => {
        const value = text(scope);
        return typeof value === "string" ? lowerAscii(value) : undefined;
      };
    }
    case "size":
      return sizeOf(expr.item, cell);
    case "did":
      return eventCount(expr.event, conditionsOf(expr.where, cell), expr.days);
    case "daysSince":
      return daysSinceEvent(expr.event, conditionsOf(expr.where, cell));
    case "affinity":
      return affinityOf(valueOf(expr.category, cell));
    case "score":
      return scoreOf(expr.code);
    default:
      return testOf(expr, cell);
  }
}

function constant(value: ReturnType<ValueOf>): ValueOf {
  return () => value;
}

function literalValue(literal: LiteralExpr): ReturnType<ValueOf> {
  if (literal.type === "int") return intOf(BigInt(literal.value));
  return literal.type === "date" ? epochDayOf(literal.value) : literal.value;
}

function allOf(tests: readonly RuleTest[]): RuleTest {
  return (scope) => {
    for (const test of tests) if (!test(scope)) return false;
    return true;
  };
}

function anyOf(tests: readonly RuleTest[]): RuleTest {
  return (scope) => {
    for (const test of tests) if (test(scope)) return true;
    return false;
  };
}

function membershipOf(expr: Extract<RuleExpr, { op: "in" }>, cell: Cell): RuleTest {
  const value = valueOf(expr.value, cell);
  if (expr.list.op === "field") {
    const list = fieldReader(expr.list);
    return (scope) => {
      const [wanted, items] = [value(scope), list(scope)];
      return typeof wanted === "string" && Array.isArray(items) && items.includes(wanted);
    };
  }
  const { items, of } = expr.list;
  const written = items.map((item) => (item.op === "literal" ? literalValue(item) : undefined));
  const isNumeric = of === "int" || of === "double";
  return membership(value, { isNumeric, written, items: items.map((item) => valueOf(item, cell)) });
}

function existenceOf(expr: Extract<RuleExpr, { op: "exists" }>, cell: Cell): RuleTest {
  const list = listOf(expr.list, cell);
  const test = testOf(expr.test, cell);
  return (scope) => {
    for (const item of list(scope)) {
      cell.item = item;
      if (test(scope)) return true;
    }
    return false;
  };
}

const noItems: readonly string[] = [];

/** The texts of a list; none where the list is missing. */
function listOf(list: ListExpr, cell: Cell): (scope: RuleScope) => readonly string[] {
  if (list.op === "field") {
    const read = fieldReader(list);
    return (scope) => (read(scope) as readonly string[] | undefined) ?? noItems;
  }
  const items = list.items.map((item) => valueOf(item, cell));
  return (scope) => items.map((item) => item(scope)).filter((item) => typeof item === "string");
}

function textTest(how: TextTest, text: ValueOf, part: ValueOf): RuleTest {
  const holds = textTests[how];
  return (scope) => {
    const [whole, piece] = [text(scope), part(scope)];
    return typeof whole === "string" && typeof piece === "string" && holds(whole, piece);
  };
}

const textTests: Readonly<Record<TextTest, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
};

function sizeOf(item: RuleExpr | ListExpr, cell: Cell): ValueOf {
  if (item.op === "list") return constant(item.items.length);
  const value = valueOf(item, cell);
  return (scope) => {
    const found = value(scope);
    if (typeof found === "string") return countCharacters(found);
    return Array.isArray(found) ? found.length : undefined;
  };
}

function conditionsOf(where: readonly EventCondition[], cell: Cell): readonly CompiledCondition[] {
  return where.map(({ property, value }) => conditionOn(property, typeOf(value) as ScalarType, valueOf(value, cell)));
}

function scoreOf(code: string): ValueOf {
  const read = readerOf("double");
  return ({ customer }) => read(customer.scoreByCode?.get(code));
}

function affinityOf(category: ValueOf): ValueOf {
  return (scope) => {
    const name = category(scope);
    const known: unknown = typeof name === "string" ? scope.customer.affinityByCategory[name] : undefined;
    return typeof known === "number" && Number.isFinite(known) ? known : 0;
  };
}
