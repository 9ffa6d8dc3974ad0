import type { ASTNode } from "@marcbachmann/cel-js";
import { checkList } from "./check-list.ts";
import { typeOf, type ArithmeticOperator, type RuleExpr, type RuleType } from "./rule-ast.ts";
import { expectType, refuse, wordsOf, type NodeOf, type RuleChecker } from "./rule-checker.ts";

/** A chain of one operator becomes one node, so that a long chain is not a deep tree. */
export function checkLogic(checker: RuleChecker, node: NodeOf<"&&" | "||">): RuleExpr | undefined {
  const expected = { type: "bool", because: `Both sides of ${node.op} must be` } as const;
  const items = chainOf(node, node.op).map((operand) => expectType(checker, operand, expected));
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? { op: node.op === "&&" ? "and" : "or", items: known } : undefined;
}

function chainOf(node: ASTNode, op: "&&" | "||"): readonly ASTNode[] {
  const operands: ASTNode[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.op === op) open.push(next.args[1], next.args[0]);
    else operands.push(next);
  }
  return operands;
}

export function checkNegation(checker: RuleChecker, node: NodeOf<"!_" | "-_">): RuleExpr | undefined {
  const operand = node.args;
  if (node.op === "!_") {
    const item = expectType(checker, operand, { type: "bool", because: "After ! stands" });
    return item === undefined ? undefined : { op: "not", item };
  }
  // -9223372036854775808 is the one int whose positive twin does not exist.
  if (operand.op === "value" && typeof operand.args === "bigint" && operand.args <= 2n ** 63n) {
    return { op: "literal", type: "int", value: (-operand.args).toString() };
  }
  const item = checker.check(operand);
  if (item === undefined) return undefined;
  const type = typeOf(item);
  if (type === "int" || type === "double") return { op: "negate", type, item };
  return refuse(checker, operand, `A minus sign stands before a number, but this is ${wordsOf(type)}.`);
}

export function checkChoice(checker: RuleChecker, node: NodeOf<"?:">): RuleExpr | undefined {
  const [testNode, yesNode, noNode] = node.args;
  const test = expectType(checker, testNode, { type: "bool", because: "Before ? stands" });
  const yes = checker.check(yesNode);
  const no = checker.check(noNode);
  if (test === undefined || yes === undefined || no === undefined) return undefined;
  const type = typeOf(yes);
  if (type === typeOf(no)) return { op: "if", type, test, yes, no };
  return refuse(
    checker,
    noNode,
    `Both answers must be of one kind: ${wordsOf(type)} and ${wordsOf(typeOf(no))} are two.`,
  );
}

export function checkMembership(checker: RuleChecker, node: NodeOf<"in">): RuleExpr | undefined {
  const value = checker.check(node.args[0]);
  const list = checkList(checker, node.args[1]);
  if (value === undefined || list === undefined) return undefined;
  const wanted = list.op === "list" ? list.of : "string";
  if (isComparable(typeOf(value), wanted)) return { op: "in", value, list };
  return refuse(
    checker,
    node.args[0],
    `The list holds ${wordsOf(wanted)}, but this is ${wordsOf(typeOf(value))}.${dateHint(typeOf(value), wanted)}`,
  );
}

type ComparisonNode = NodeOf<"==" | "!=" | "<" | "<=" | ">" | ">=">;

export function checkComparison(checker: RuleChecker, node: ComparisonNode): RuleExpr | undefined {
  const left = checker.check(node.args[0]);
  const right = checker.check(node.args[1]);
  if (left === undefined || right === undefined) return undefined;
  const [leftType, rightType] = [typeOf(left), typeOf(right)];
  if (leftType === "strings" || rightType === "strings") {
    return refuse(checker, node, `Lists are not compared with ${node.op}; use in, .exists() or size().`);
  }
  if (!isComparable(leftType, rightType)) {
    const words = `${node.op} compares things of one kind, but these are ${wordsOf(leftType)} and ${wordsOf(rightType)}.`;
    return refuse(checker, node, `${words}${dateHint(leftType, rightType)}`);
  }
  const isEquality = node.op === "==" || node.op === "!=";
  if (leftType === "bool" && !isEquality)
    return refuse(checker, node, `True and false have no order; ${node.op} is for numbers, texts and dates.`);
  return { op: "compare", how: node.op, left, right };
}

function isComparable(left: RuleType, right: RuleType): boolean {
  return left === right ? left !== "strings" : isNumber(left) && isNumber(right);
}

function isNumber(type: RuleType): type is "int" | "double" {
  return type === "int" || type === "double";
}

function dateHint(left: RuleType, right: RuleType): string {
  const isDateAndText = (left === "date" && right === "string") || (left === "string" && right === "date");
  return isDateAndText ? ` A date is written date("2026-11-22").` : "";
}

/** The result's type by operand types; what is not listed does not exist. As in CEL, int and double do not mix. */
const results: Readonly<Record<string, "string" | "int" | "double" | "date">> = {
  "string + string": "string",
  "date + int": "date",
  "int + date": "date",
  "date - int": "date",
  "date - date": "int",
  "int % int": "int",
  ...Object.fromEntries(["+", "-", "*", "/"].map((how) => [`int ${how} int`, "int" as const])),
  ...Object.fromEntries(["+", "-", "*", "/"].map((how) => [`double ${how} double`, "double" as const])),
};

export function checkArithmetic(checker: RuleChecker, node: NodeOf<ArithmeticOperator>): RuleExpr | undefined {
  const left = checker.check(node.args[0]);
  const right = checker.check(node.args[1]);
  if (left === undefined || right === undefined) return undefined;
  const [leftType, rightType] = [typeOf(left), typeOf(right)];
  const type = results[`${leftType} ${node.op} ${rightType}`];
  if (type !== undefined) return { op: "arithmetic", how: node.op, type, left, right };
  const isMixed = isNumber(leftType) && isNumber(rightType) && leftType !== rightType;
  const hint = isMixed ? " Write double(…) around the whole number." : "";
  return refuse(checker, node, `${node.op} does not go with ${wordsOf(leftType)} and ${wordsOf(rightType)}.${hint}`);
}
