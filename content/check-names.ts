import type { ASTNode } from "@marcbachmann/cel-js";
import { closestName } from "./closest-name.ts";
import type { FieldExpr, RuleExpr } from "./rule-ast.ts";
import { refuse, type NodeOf, type RuleChecker } from "./rule-checker.ts";
import type { RuleRoot } from "./vocabulary.ts";

const roots = ["customer", "product", "context"] as const satisfies readonly RuleRoot[];

function rootsIn({ vocabulary }: RuleChecker): readonly RuleRoot[] {
  return vocabulary.subject === "customer" ? ["customer", "context"] : roots;
}

function rootWords(checker: RuleChecker): string {
  return checker.vocabulary.subject === "customer" ? "customer and context" : "customer, product and context";
}

function isRoot(name: string): name is RuleRoot {
  return (roots as readonly string[]).includes(name);
}

/** " Did you mean …?" or nothing. */
export function suggestion(word: string, names: Iterable<string>): string {
  const near = closestName(word, names);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

/** A bare name is the variable of an `exists`, or a mistake. */
export function checkName(checker: RuleChecker, node: NodeOf<"id">): RuleExpr | undefined {
  const name = node.args;
  if (name === checker.itemName) return { op: "item" };
  if (isRoot(name) && rootsIn(checker).includes(name))
    return refuse(checker, node, `${name} has fields; name one of them, as in ${name}.${exampleField(checker, name)}.`);
  const owner = rootsIn(checker).find((root) => Object.hasOwn(checker.fields[root], name));
  const meant = owner === undefined ? suggestion(name, rootsIn(checker)) : ` Did you mean ${owner}.${name}?`;
  return refuse(checker, node, `There is no ${name} here; a rule speaks of ${rootWords(checker)}.${meant}`);
}

function exampleField(checker: RuleChecker, root: RuleRoot): string {
  return Object.keys(checker.fields[root])[0] ?? "field";
}

/** `customer.x`, `product.x` or `context.x`, as the vocabulary declares it. */
export function checkField(checker: RuleChecker, node: ASTNode): FieldExpr | undefined {
  if (node.op !== ".") return refuse(checker, node, "Name a field here, as in customer.city.");
  const [owner, name] = node.args;
  if (owner.op !== "id") return refuse(checker, node, "A field has no fields of its own.");
  const root = owner.args;
  if (root === checker.itemName) return refuse(checker, node, `${root} is a text and has no fields.`);
  if (!isRoot(root)) {
    return refuse(
      checker,
      owner,
      `There is no ${root}; a rule speaks of ${rootWords(checker)}.${suggestion(root, rootsIn(checker))}`,
    );
  }
  if (!rootsIn(checker).includes(root)) {
    return refuse(checker, owner, "There is no product here: this rule is about customers alone.");
  }
  const fields = checker.fields[root];
  const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (type !== undefined) return { op: "field", of: root, name, type };
  return refuse(
    checker,
    { start: node.end - name.length, end: node.end },
    `${root} has no field ${name}.${suggestion(name, Object.keys(fields))}`,
  );
}
