import type { ASTNode } from "@marcbachmann/cel-js";
import { isLocalDate } from "#kernel/calendar.ts";
import { checkDaysSince, checkDid } from "./check-events.ts";
import { checkList } from "./check-list.ts";
import { suggestion } from "./check-names.ts";
import { typeOf, type RuleExpr, type TextTest } from "./rule-ast.ts";
import { expectType, refuse, wordsOf, type NodeOf, type RuleChecker } from "./rule-checker.ts";

type CallNode = NodeOf<"call">;
type MethodNode = NodeOf<"rcall">;

const functions: Readonly<Record<string, (checker: RuleChecker, node: CallNode) => RuleExpr | undefined>> = {
  has: checkHas,
  did: checkDid,
  daysSince: checkDaysSince,
  affinity: checkAffinity,
  inSegment: checkInSegment,
  score: checkScore,
  predicted: checkPredicted,
  size: checkSize,
  int: (checker, node) => checkConversion(checker, node, "int"),
  double: (checker, node) => checkConversion(checker, node, "double"),
  date: checkDate,
};

const methodNames = ["contains", "startsWith", "endsWith", "lowerAscii", "exists", "size"] as const;

const outside = new Map([
  ["matches", "Rules have no regular expressions; use contains(), startsWith() or endsWith()."],
  ["all", "Of the list functions rules have exists() alone; write !list.exists(x, !(…))."],
  ["exists_one", "Of the list functions rules have exists() alone."],
  ["filter", "Of the list functions rules have exists() alone."],
  ["map", "Of the list functions rules have exists() alone."],
  ["timestamp", `Rules speak of days; write date("2026-11-22").`],
  ["duration", "Rules speak of days; add a whole number to a date."],
]);

export function checkCall(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const [name] = node.args;
  const check = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return check === undefined ? refuseFunction(checker, node, Object.keys(functions)) : check(checker, node);
}

function refuseFunction(checker: RuleChecker, node: CallNode | MethodNode, known: readonly string[]): undefined {
  const [name] = node.args;
  const words = outside.get(name) ?? `There is no function ${name}.${suggestion(name, known)}`;
  return refuse(checker, node, words);
}

function onlyArgument(checker: RuleChecker, node: CallNode, words: string): ASTNode | undefined {
  const [argument, ...more] = node.args[1];
  return argument === undefined || more.length > 0 ? refuse(checker, node, words) : argument;
}

function checkHas(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const argument = onlyArgument(checker, node, "has() takes one field, as in has(customer.city).");
  const field = argument === undefined ? undefined : checker.checkField(argument);
  return field === undefined ? undefined : { op: "has", field };
}

function checkAffinity(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const argument = onlyArgument(checker, node, `affinity() takes one category, as in affinity("garden").`);
  if (argument === undefined) return undefined;
  const category = expectType(checker, argument, { type: "string", because: "affinity() takes" });
  return category === undefined ? undefined : { op: "affinity", category };
}

function checkInSegment(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const words = `inSegment() takes the code of a segment in quotation marks, as in inSegment("garden-lovers").`;
  const argument = onlyArgument(checker, node, words);
  if (argument === undefined) return undefined;
  if (argument.op !== "value" || typeof argument.args !== "string") return refuse(checker, argument, words);
  const code = argument.args;
  const known = checker.vocabulary.segments ?? new Map<string, string | undefined>();
  if (!known.has(code)) {
    return refuse(checker, argument, `There is no segment "${code}".${suggestion(code, known.keys())}`);
  }
  const reason = known.get(code);
  return reason === undefined ? { op: "inSegment", code } : refuse(checker, argument, reason);
}

function checkScore(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const words = `score() takes the code of a prediction in quotation marks, as in score("activity").`;
  const argument = onlyArgument(checker, node, words);
  if (argument === undefined) return undefined;
  if (argument.op !== "value" || typeof argument.args !== "string") return refuse(checker, argument, words);
  const code = argument.args;
  const known = checker.vocabulary.scores ?? new Set<string>();
  if (known.has(code)) return { op: "score", code };
  return refuse(checker, argument, `There is no prediction "${code}".${suggestion(code, known)}`);
}

/** The rule that a code stands for, in its place: back ends never hear of it. */
function checkPredicted(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const words = `predicted() takes the code of a prediction rule in quotation marks, as in predicted("likely-buyers").`;
  const argument = onlyArgument(checker, node, words);
  if (argument === undefined) return undefined;
  if (argument.op !== "value" || typeof argument.args !== "string") return refuse(checker, argument, words);
  const known = checker.vocabulary.predicted ?? new Map<string, string>();
  const source = known.get(argument.args);
  if (source === undefined) {
    return refuse(
      checker,
      argument,
      `There is no prediction rule "${argument.args}".${suggestion(argument.args, known.keys())}`,
    );
  }
  const rule = checker.checkNamed(source);
  if (rule.ok) return rule.value;
  const [fault] = rule.error;
  return refuse(checker, argument, `The prediction rule "${argument.args}" can't stand here: ${fault?.message ?? ""}`);
}

function checkSize(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const argument = onlyArgument(checker, node, "size() takes one text or list.");
  return argument === undefined ? undefined : sizeOf(checker, argument);
}

function sizeOf(checker: RuleChecker, node: ASTNode): RuleExpr | undefined {
  const item = node.op === "list" ? checkList(checker, node) : checker.check(node);
  if (item === undefined) return undefined;
  const type = item.op === "list" ? "strings" : typeOf(item);
  if (type === "string" || type === "strings") return { op: "size", item };
  return refuse(checker, node, `A text or a list has a size, but this is ${wordsOf(type)}.`);
}

function checkConversion(checker: RuleChecker, node: CallNode, type: "int" | "double"): RuleExpr | undefined {
  const argument = onlyArgument(checker, node, `${type}() takes one number.`);
  const item = argument === undefined ? undefined : checker.check(argument);
  if (argument === undefined || item === undefined) return undefined;
  const found = typeOf(item);
  if (found === type) return item;
  if (found === "int" || found === "double") return { op: "convert", type, item };
  return refuse(checker, argument, `${type}() takes a number, but this is ${wordsOf(found)}.`);
}

function checkDate(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const words = `date() takes one written day, as in date("2026-11-22").`;
  const argument = onlyArgument(checker, node, words);
  if (argument === undefined) return undefined;
  if (argument.op !== "value" || typeof argument.args !== "string") return refuse(checker, argument, words);
  if (isLocalDate(argument.args)) return { op: "literal", type: "date", value: argument.args };
  return refuse(checker, argument, `There is no day "${argument.args}"; write year-month-day, as in "2026-11-22".`);
}

export function checkMethod(checker: RuleChecker, node: MethodNode): RuleExpr | undefined {
  const [name, receiver, given] = node.args;
  if (name === "exists") return checkExists(checker, node);
  if (name === "size" && given.length === 0) return sizeOf(checker, receiver);
  if (name === "contains" || name === "startsWith" || name === "endsWith") return checkTextTest(checker, node, name);
  if (name !== "lowerAscii") return refuseFunction(checker, node, methodNames);
  if (given.length > 0) return refuse(checker, node, "lowerAscii() takes nothing in its brackets.");
  const item = expectType(checker, receiver, { type: "string", because: "Before .lowerAscii() stands" });
  return item === undefined ? undefined : { op: "lowerAscii", item };
}

function checkTextTest(checker: RuleChecker, node: MethodNode, how: TextTest): RuleExpr | undefined {
  const [, receiver, [argument, ...more]] = node.args;
  if (argument === undefined || more.length > 0) return refuse(checker, node, `${how}() takes one text.`);
  const text = expectType(checker, receiver, { type: "string", because: `Before .${how}() stands` });
  const part = expectType(checker, argument, { type: "string", because: `${how}() takes` });
  return text === undefined || part === undefined ? undefined : { op: "text", how, text, part };
}

function checkExists(checker: RuleChecker, node: MethodNode): RuleExpr | undefined {
  const [, receiver, [variable, testNode, ...more]] = node.args;
  if (variable?.op !== "id" || testNode === undefined || more.length > 0) {
    return refuse(checker, node, `exists() takes a name and a test, as in product.tags.exists(tag, tag == "new").`);
  }
  if (checker.itemName !== undefined) return refuse(checker, node, "An exists() does not stand inside another.");
  if (["customer", "product", "context"].includes(variable.args)) {
    return refuse(checker, variable, `${variable.args} is taken; name the item otherwise.`);
  }
  const list = checkList(checker, receiver);
  checker.itemName = variable.args;
  const test = expectType(checker, testNode, { type: "bool", because: "The test of exists() must be" });
  checker.itemName = undefined;
  if (list === undefined || test === undefined) return undefined;
  if (list.op !== "list" || list.of === "string") return { op: "exists", list, test };
  return refuse(checker, receiver, "exists() goes over a list of texts.");
}
