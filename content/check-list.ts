import type { ASTNode } from "@marcbachmann/cel-js";
import { typeOf, type ListExpr, type RuleExpr, type ScalarType } from "./rule-ast.ts";
import { refuse, wordsOf, type NodeOf, type RuleChecker } from "./rule-checker.ts";

/** A list field, or a list written in the rule. */
export function checkList(checker: RuleChecker, node: ASTNode): ListExpr | undefined {
  if (node.op === "list") return checkWrittenList(checker, node);
  if (node.op !== ".") return refuse(checker, node, `Here stands a list, as in ["a", "b"] or product.tags.`);
  const field = checker.checkField(node);
  if (field === undefined || field.type === "strings") return field;
  return refuse(checker, node, `Here stands a list, but this is ${wordsOf(field.type)}.`);
}

function checkWrittenList(checker: RuleChecker, node: NodeOf<"list">): ListExpr | undefined {
  if (node.args.length === 0) return refuse(checker, node, "The list is empty: nothing is in it.");
  const items = node.args.map((item) => checker.check(item));
  const known = items.filter((item) => item !== undefined);
  if (known.length < items.length) return undefined;
  const of = itemTypeOf(known);
  if (of !== undefined) return { op: "list", of, items: known };
  return refuse(checker, node, "The items of a list must be of one kind.");
}

/** int and double may stand in one list, because they compare with each other. */
function itemTypeOf(items: readonly RuleExpr[]): ScalarType | undefined {
  const types = new Set(items.map(typeOf));
  if (types.size === 2 && types.has("int") && types.has("double")) return "double";
  const [only] = types;
  return types.size === 1 && only !== "strings" ? only : undefined;
}
