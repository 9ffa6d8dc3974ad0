import type { ASTNode } from "@marcbachmann/cel-js";
import type { Result } from "#kernel/result.ts";
import { typeOf, type FieldExpr, type RuleExpr, type RuleType } from "./rule-ast.ts";
import { faultAt, type RuleFault, type SourceSpan } from "./rule-fault.ts";
import type { FieldTypes, RuleRoot, RuleVocabulary } from "./vocabulary.ts";

/** A node of the syntax tree with one operator. */
export type NodeOf<Op extends ASTNode["op"]> = Extract<ASTNode, { readonly op: Op }>;

/**
 * The state of one check. Every `check…` function answers undefined after it has reported a fault, and stays silent about
 * parts that are undefined already: one mistake, one fault.
 */
export type RuleChecker = {
  readonly source: string;
  readonly vocabulary: RuleVocabulary;
  readonly fields: Readonly<Record<RuleRoot, FieldTypes>>;
  readonly faults: RuleFault[];
  /** The variable of the `exists` that is being checked. */
  itemName: string | undefined;
  /** Checks any expression; the way back from an operator to its operands. */
  readonly check: (node: ASTNode) => RuleExpr | undefined;
  readonly checkField: (node: ASTNode) => FieldExpr | undefined;
  /** Checks a rule that stands for a word of this one; it may use no such words itself. */
  readonly checkNamed: (source: string) => Result<RuleExpr, readonly RuleFault[]>;
};

/** Reports a fault; answers undefined, so that a check can end with it. */
export function refuse(checker: RuleChecker, span: SourceSpan, message: string): undefined {
  checker.faults.push(faultAt(checker.source, span, message));
  return undefined;
}

const typeWords: Readonly<Record<RuleType, string>> = {
  string: "a text",
  int: "a whole number",
  double: "a decimal number",
  bool: "true or false",
  date: "a date",
  strings: "a list of texts",
};

export function wordsOf(type: RuleType): string {
  return typeWords[type];
}

/** Checks an operand that must be of a type. */
export function expectType(
  checker: RuleChecker,
  node: ASTNode,
  expected: { readonly type: RuleType; readonly because: string },
): RuleExpr | undefined {
  const expr = checker.check(node);
  if (expr === undefined) return undefined;
  const found = typeOf(expr);
  if (found === expected.type) return expr;
  return refuse(checker, node, `${expected.because} ${wordsOf(expected.type)}, but this is ${wordsOf(found)}.`);
}
