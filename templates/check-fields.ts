import { AssignTag, CaptureTag, ForTag, Output, TypeGuards, Value, type Template, type Token } from "liquidjs";
import { viewShape, type Shape } from "./merge-view.ts";
import { childrenOf } from "./names-of.ts";
import { lineOf, type LiquidFault } from "./parse-liquid.ts";
import { shapeOfInputs, type TemplateInputs } from "./template-inputs.ts";

export type FieldCheck = {
  readonly unknown: readonly LiquidFault[];
  /** Content slots that the template reads. */
  readonly slots: ReadonlySet<string>;
};

/** Key → the wording in each locale that has it. A wording is read with the names of the place where it is printed. */
export type ParsedWordings = ReadonlyMap<string, readonly (readonly Template[])[]>;

type Scope = {
  readonly locals: Map<string, Shape>;
  /** What the template's own inputs hold. */
  readonly data: Shape;
  readonly wordings: ParsedWordings;
  readonly unknown: LiquidFault[];
  readonly slots: Set<string>;
};

const loopShape: Shape = {
  fields: new Map(["index", "index0", "first", "last", "length"].map((name) => [name, "value"])),
};

/** Compares every path of a template with what a view can hold, and every `t.key` with the wordings there are. */
export function checkFields(
  templates: readonly Template[],
  wordings: ParsedWordings,
  inputs: TemplateInputs = {},
): FieldCheck {
  const scope: Scope = { locals: new Map(), data: shapeOfInputs(inputs), wordings, unknown: [], slots: new Set() };
  for (const template of templates) visit(template, scope);
  return { unknown: scope.unknown, slots: scope.slots };
}

function visit(template: Template, scope: Scope): void {
  const found = Array.from(template.arguments?.() ?? [], (argument) =>
    argument instanceof Value ? shapeOfValue(argument, scope) : shapeOfToken(argument, scope),
  );
  if (template instanceof Output) return;
  if (template instanceof AssignTag)
    for (const { content } of template.localScope()) scope.locals.set(content, found[0] ?? "value");
  if (template instanceof CaptureTag) scope.locals.set(template.variable, "value");
  const inner = template instanceof ForTag ? withinLoop(template, found[0] ?? "value", scope) : scope;
  for (const child of childrenOf(template)) visit(child, inner);
}

function withinLoop(tag: ForTag, collection: Shape, scope: Scope): Scope {
  const item: Shape = typeof collection === "object" && "list" in collection ? collection.list : "value";
  const locals = new Map(scope.locals).set(tag.variable, item).set("forloop", loopShape);
  return { ...scope, locals };
}

const elementFilters = new Set(["first", "last"]);

function shapeOfValue(value: Value, scope: Scope): Shape {
  const shapes = value.initial.postfix
    .filter((token) => !TypeGuards.isOperatorToken(token))
    .map((token) => shapeOfToken(token, scope));
  let shape: Shape = shapes.length === 1 ? (shapes[0] ?? "value") : "value";
  for (const { name, args } of value.filters) {
    for (const argument of args) if (!Array.isArray(argument)) shapeOfToken(argument, scope);
    if (name === "in_groups_of") shape = { list: shape };
    else if (elementFilters.has(name) && typeof shape === "object" && "list" in shape) shape = shape.list;
    else if (name !== "default") shape = "value";
  }
  return shape;
}

function shapeOfToken(token: Token, scope: Scope): Shape {
  if (!TypeGuards.isPropertyAccessToken(token)) return "value";
  const keys = token.props.map((prop) => {
    if (TypeGuards.isWordToken(prop) || TypeGuards.isQuotedToken(prop) || TypeGuards.isNumberToken(prop))
      return prop.content;
    shapeOfToken(prop, scope);
    return 0;
  });
  const [root, ...path] = keys;
  const found = root === "t" ? wordingShape(path, scope) : follow(rootShape(String(root), scope), path);
  if (root === "slots" && path[0] !== undefined) scope.slots.add(String(path[0]));
  if (found !== undefined) return found;
  scope.unknown.push({ message: `there is no field ${keys.join(".")}`, line: lineOf(token), near: token.getText() });
  return "value";
}

function wordingShape([key, ...deeper]: readonly (string | number)[], scope: Scope): Shape | undefined {
  const variants = scope.wordings.get(String(key));
  if (variants === undefined || deeper.length > 0) return undefined;
  const inside: Scope = { ...scope, locals: new Map(scope.locals), wordings: new Map(), unknown: [] };
  for (const template of variants.flat()) visit(template, inside);
  for (const found of inside.unknown) scope.unknown.push({ ...found, message: `t.${key}: ${found.message}` });
  return "value";
}

function rootShape(name: string, scope: Scope): Shape | undefined {
  return scope.locals.get(name) ?? (name === "data" ? scope.data : follow(viewShape, [name]));
}

function follow(shape: Shape | undefined, path: readonly (string | number)[]): Shape | undefined {
  const [key, ...rest] = path;
  if (shape === undefined || key === undefined) return shape;
  return follow(step(shape, key), rest);
}

function step(shape: Shape, key: string | number): Shape | undefined {
  if (shape === "value") return key === "size" ? "value" : undefined;
  if ("fields" in shape) return shape.fields.get(String(key));
  if ("any" in shape) return shape.any;
  if (key === "size") return "value";
  return typeof key === "number" || key === "first" || key === "last" ? shape.list : undefined;
}
