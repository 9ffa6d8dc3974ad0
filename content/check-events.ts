import type { ASTNode } from "@marcbachmann/cel-js";
import { suggestion } from "./check-names.ts";
import { typeOf, type EventCondition, type RuleExpr } from "./rule-ast.ts";
import { refuse, wordsOf, type NodeOf, type RuleChecker } from "./rule-checker.ts";
import type { FieldTypes } from "./vocabulary.ts";

type CallNode = NodeOf<"call">;

/** A hundred years: further back nobody's facts go. */
const MAX_DAYS = 36_500n;
const example = `as in did("purchase", {category: "garden"}, 90) >= 2`;

/** `did(name)`, `did(name, days)`, `did(name, {…})`, `did(name, {…}, days)`. */
export function checkDid(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const [nameNode, ...rest] = node.args[1];
  const whereNode = rest[0]?.op === "map" ? rest.shift() : undefined;
  const [daysNode, ...more] = rest;
  if (nameNode === undefined || more.length > 0) {
    return refuse(checker, node, `did() takes an event, a condition and a number of days, ${example}.`);
  }
  const found = checkEvent(checker, nameNode, whereNode);
  const days = daysNode === undefined ? 0 : checkDays(checker, daysNode);
  if (found === undefined || days === undefined) return undefined;
  return { op: "did", ...found, ...(days === 0 ? {} : { days }) };
}

/** `daysSince(name)`, `daysSince(name, {…})`. */
export function checkDaysSince(checker: RuleChecker, node: CallNode): RuleExpr | undefined {
  const [nameNode, whereNode, ...more] = node.args[1];
  if (nameNode === undefined || more.length > 0) {
    return refuse(checker, node, `daysSince() takes an event and a condition, as in daysSince("purchase") > 30.`);
  }
  const found = checkEvent(checker, nameNode, whereNode);
  return found === undefined ? undefined : { op: "daysSince", ...found };
}

function checkDays(checker: RuleChecker, node: ASTNode): number | undefined {
  const isDays = node.op === "value" && typeof node.args === "bigint" && node.args >= 1n && node.args <= MAX_DAYS;
  return isDays
    ? Number(node.args)
    : refuse(checker, node, `Here stands a number of days, 1 to ${MAX_DAYS}, ${example}.`);
}

type EventMatch = { readonly event: string; readonly where: readonly EventCondition[] };

function checkEvent(checker: RuleChecker, nameNode: ASTNode, whereNode: ASTNode | undefined): EventMatch | undefined {
  if (nameNode.op !== "value" || typeof nameNode.args !== "string") {
    return refuse(checker, nameNode, `Here stands the name of an event in quotation marks, ${example}.`);
  }
  const event = nameNode.args;
  if (checker.check(nameNode) === undefined) return undefined;
  const known = checker.vocabulary.events;
  if (known !== undefined && !Object.hasOwn(known, event)) {
    return refuse(checker, nameNode, `There is no event "${event}".${suggestion(event, Object.keys(known))}`);
  }
  if (whereNode === undefined) return { event, where: [] };
  if (whereNode.op !== "map") return refuse(checker, whereNode, `Here stands a condition in braces, ${example}.`);
  const where = whereNode.args.map(([key, value]) =>
    checkCondition(checker, { key, value, event, types: known?.[event] }),
  );
  const whole = where.filter((condition) => condition !== undefined);
  return whole.length === where.length ? { event, where: whole } : undefined;
}

type ConditionNode = {
  readonly key: ASTNode;
  readonly value: ASTNode;
  readonly event: string;
  readonly types: FieldTypes | undefined;
};

function checkCondition(checker: RuleChecker, { key, value, event, types }: ConditionNode): EventCondition | undefined {
  const property = propertyOf(key);
  if (property === undefined) return refuse(checker, key, `Here stands the name of a property, ${example}.`);
  if (key.op === "value" && checker.check(key) === undefined) return undefined;
  const declared = types !== undefined && Object.hasOwn(types, property) ? types[property] : undefined;
  if (types !== undefined && declared === undefined) {
    return refuse(
      checker,
      key,
      `The event "${event}" has no property ${property}.${suggestion(property, Object.keys(types))}`,
    );
  }
  const wanted = checker.check(value);
  if (wanted === undefined) return undefined;
  const type = typeOf(wanted);
  if (type === "strings")
    return refuse(checker, value, "A property of an event is compared with one value, not with a list.");
  const isNumbers = [type, declared].every((one) => one === "int" || one === "double");
  if (declared === undefined || declared === type || isNumbers) return { property, value: wanted };
  return refuse(checker, value, `${property} is ${wordsOf(declared)}, but this is ${wordsOf(type)}.`);
}

function propertyOf(key: ASTNode): string | undefined {
  if (key.op === "id") return key.args;
  return key.op === "value" && typeof key.args === "string" ? key.args : undefined;
}
