import type { ASTNode } from "@marcbachmann/cel-js";
import { err, ok, type Result } from "#kernel/result.ts";
import { checkCall, checkMethod } from "./check-calls.ts";
import { checkField, checkName } from "./check-names.ts";
import {
  checkArithmetic,
  checkChoice,
  checkComparison,
  checkLogic,
  checkMembership,
  checkNegation,
} from "./check-operators.ts";
import { parseRule, ruleLimits, tooDeep } from "./parse-rule.ts";
import { dependenciesOf, type RuleDependencies, type RuleExpr } from "./rule-ast.ts";
import { expectType, refuse, type NodeOf, type RuleChecker } from "./rule-checker.ts";
import type { RuleFault } from "./rule-fault.ts";
import { fieldsOf, type RuleVocabulary } from "./vocabulary.ts";

/** A rule that the vendor's vocabulary understands: what is stored, and what back ends compile. */
export type CheckedRule = {
  readonly source: string;
  readonly expr: RuleExpr;
  readonly dependsOn: RuleDependencies;
};

/**
 * Reads a rule in the stated subset of CEL (Common Expression Language) and checks its names and types against the vendor's
 * vocabulary. A rule is a truth: its whole must be a bool.
 *
 * The subset: literals, `customer.x`, `product.x`, `context.x`, `&& || ! == != < <= > >= in`, `+ - * / %`, `?:`, lists,
 * `has(x)`, `size(x)`, `int(x)`, `double(x)`, `date("2026-11-22")`, `text.contains() .startsWith() .endsWith() .lowerAscii()`,
 * `list.exists(x, …)` (not nested), `did(name, {property: value}?, days?)`, `daysSince(name, {…}?)`, `affinity(category)`,
 * `inSegment(code)`, `score(code)`, `predicted(code)`.
 * Not in it: regular expressions, null, maps, bytes, unsigned numbers, the other comprehensions.
 *
 * All faults come at once (a syntax fault comes alone), in source order, each with its place. Nothing is thrown.
 */
export function checkRule(source: string, vocabulary: RuleVocabulary): Result<CheckedRule, readonly RuleFault[]> {
  const parsed = parseRule(source);
  if (!parsed.ok) return parsed;
  const checker = checkerOf(source, vocabulary);
  const expr = expectType(checker, parsed.value, { type: "bool", because: "A rule must come to" });
  if (expr === undefined || checker.faults.length > 0) {
    return err(checker.faults.toSorted((left, right) => left.start - right.start || left.end - right.end));
  }
  return ok({ source, expr, dependsOn: dependenciesOf(expr) });
}

function checkerOf(source: string, vocabulary: RuleVocabulary): RuleChecker {
  let depth = 0;
  const checker: RuleChecker = {
    source,
    vocabulary,
    fields: {
      customer: fieldsOf(vocabulary, "customer"),
      product: fieldsOf(vocabulary, "product"),
      context: fieldsOf(vocabulary, "context"),
    },
    faults: [],
    itemName: undefined,
    check: (node) => {
      if (depth >= ruleLimits.depth) return refuse(checker, node, tooDeep);
      depth += 1;
      const expr = checkNode(checker, node);
      depth -= 1;
      return expr;
    },
    checkField: (node) => checkField(checker, node),
    checkNamed: (named) => {
      const rule = checkRule(named, { ...vocabulary, predicted: undefined });
      return rule.ok ? ok(rule.value.expr) : rule;
    },
  };
  return checker;
}

function checkNode(checker: RuleChecker, node: ASTNode): RuleExpr | undefined {
  switch (node.op) {
    case "value":
      return checkLiteral(checker, node);
    case "id":
      return checkName(checker, node);
    case ".":
      return checkField(checker, node);
    case "&&":
    case "||":
      return checkLogic(checker, node);
    case "!_":
    case "-_":
      return checkNegation(checker, node);
    case "?:":
      return checkChoice(checker, node);
    case "in":
      return checkMembership(checker, node);
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkComparison(checker, node);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return checkArithmetic(checker, node);
    case "call":
      return checkCall(checker, node);
    case "rcall":
      return checkMethod(checker, node);
    case "list":
      return refuse(checker, node, "A list stands only to the right of in, before .exists() or in size().");
    case "map":
      return refuse(checker, node, "Braces stand only in did() and daysSince(), as the condition on the event.");
    default:
      return refuse(checker, node, "Square brackets are for lists; a field is written with a dot.");
  }
}

function checkLiteral(checker: RuleChecker, node: NodeOf<"value">): RuleExpr | undefined {
  const value = node.args;
  if (typeof value === "string") return checkText(checker, node, value);
  if (typeof value === "boolean") return { op: "literal", type: "bool", value };
  if (typeof value === "number") return { op: "literal", type: "double", value };
  if (typeof value === "bigint") {
    if (value < 2n ** 63n) return { op: "literal", type: "int", value: value.toString() };
    return refuse(checker, node, "This number is beyond 64 bits (9223372036854775807).");
  }
  if (value === null)
    return refuse(checker, node, "There is no null in rules; write has(customer.field) or !has(customer.field).");
  return refuse(checker, node, "Bytes and unsigned numbers are not part of rules.");
}

/** What no database keeps can equal nothing, and would end a text early in some of them. */
function checkText(checker: RuleChecker, node: NodeOf<"value">, value: string): RuleExpr | undefined {
  if (value.isWellFormed() && !value.includes("\u0000")) return { op: "literal", type: "string", value };
  return refuse(
    checker,
    node,
    "This text has a character that no database keeps: U+0000, or half of a surrogate pair.",
  );
}
