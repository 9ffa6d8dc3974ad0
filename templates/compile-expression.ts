import { TypeGuards, type Token, type Value } from "liquidjs";
import { isTruthy, readProperty, type LiquidFilter } from "./liquid-filters.ts";
import { limits, MergeLimit, UnsupportedLiquid, type Frame, type Names } from "./merge-frame.ts";

/** A value that is known before any customer is, or a way to find it for one. */
export type Evaluation =
  | { readonly constant: true; readonly value: unknown }
  | { readonly constant: false; readonly of: (frame: Frame) => unknown };

const constantOf = (value: unknown): Evaluation => ({ constant: true, value });

export function valueIn(evaluation: Evaluation, frame: Frame): unknown {
  return evaluation.constant ? evaluation.value : evaluation.of(frame);
}

/** Folds where every part is known, defers otherwise. */
function combine(parts: readonly Evaluation[], apply: (values: readonly unknown[]) => unknown): Evaluation {
  if (parts.every((part) => part.constant)) return constantOf(apply(parts.map((part) => part.value)));
  const [only, second] = parts;
  if (only !== undefined && second === undefined && !only.constant) {
    const { of } = only;
    return { constant: false, of: (frame) => apply([of(frame)]) };
  }
  return { constant: false, of: (frame) => apply(parts.map((part) => valueIn(part, frame))) };
}

/** `value | filter: argument | …` as a closure. */
export function compileValue(value: Value, names: Names): Evaluation {
  let result = compilePostfix(value.initial.postfix, names);
  for (const { name, args } of value.filters) {
    const filter = names.filters.get(name);
    if (filter === undefined) throw new UnsupportedLiquid(`undefined filter: ${name}`);
    const compiled = args.map((argument) => {
      if (Array.isArray(argument)) throw new UnsupportedLiquid(`${name}: filters take no named arguments here`);
      return compileToken(argument, names);
    });
    result = combine([result, ...compiled], ([first, ...rest]) => bounded(filter, first, rest));
  }
  return result;
}

/** No value grows beyond the bound, whichever filter made it: text can't be doubled into all memory. */
function bounded(filter: LiquidFilter, value: unknown, rest: readonly unknown[]): unknown {
  const made = rest.length === 0 ? filter(value) : filter(value, ...rest);
  if (typeof made === "string" && made.length > limits.valueLength) throw new MergeLimit("a value is too long");
  return made;
}

type Marker = { readonly marker: "empty" | "blank" };
const isMarker = (value: unknown): value is Marker => typeof value === "object" && value !== null && "marker" in value;

function matches(marker: Marker, value: unknown): boolean {
  if (marker.marker === "blank" && !isTruthy(value)) return true;
  if (typeof value === "string") return (marker.marker === "blank" ? value.trim() : value) === "";
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (isMarker(left)) return matches(left, right);
  if (isMarker(right)) return matches(right, left);
  return (left ?? undefined) === (right ?? undefined);
}

function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === "string") return whole.includes(String(part));
  return Array.isArray(whole) && whole.includes(part);
}

type Ordered = number;
const binary: ReadonlyMap<string, (left: unknown, right: unknown) => boolean> = new Map([
  ["==", isEqual],
  ["!=", (left, right) => !isEqual(left, right)],
  [">", (left, right) => (left as Ordered) > (right as Ordered)],
  ["<", (left, right) => (left as Ordered) < (right as Ordered)],
  [">=", (left, right) => (left as Ordered) >= (right as Ordered)],
  ["<=", (left, right) => (left as Ordered) <= (right as Ordered)],
  ["contains", contains],
  ["and", (left, right) => isTruthy(left) && isTruthy(right)],
  ["or", (left, right) => isTruthy(left) || isTruthy(right)],
]);

function compilePostfix(postfix: readonly Token[], names: Names): Evaluation {
  const stack: Evaluation[] = [];
  const pop = () => stack.pop() ?? constantOf(undefined);
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) stack.push(compileToken(token, names));
    else if (token.operator === "not") stack.push(combine([pop()], ([value]) => !isTruthy(value)));
    else stack.push(compileBinary(token.operator, pop(), pop()));
  }
  return pop();
}

function compileBinary(operator: string, right: Evaluation, left: Evaluation): Evaluation {
  const apply = binary.get(operator);
  if (apply === undefined) throw new UnsupportedLiquid(`unknown operator: ${operator}`);
  return combine([left, right], ([first, second]) => apply(first, second));
}

/** One operand: a literal, or a path from a name. */
export function compileToken(token: Token, names: Names): Evaluation {
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) return constantOf(token.content);
  if (TypeGuards.isLiteralToken(token)) return constantOf(literalOf(token.literal));
  if (TypeGuards.isPropertyAccessToken(token) && token.variable === undefined) return compilePath(token.props, names);
  throw new UnsupportedLiquid(`${token.getText()} is not supported`);
}

function literalOf(literal: string): unknown {
  if (literal === "true" || literal === "false") return literal === "true";
  return literal === "empty" || literal === "blank" ? ({ marker: literal } satisfies Marker) : undefined;
}

function compilePath(props: readonly Token[], names: Names): Evaluation {
  const [first, ...rest] = props.map((prop) =>
    TypeGuards.isWordToken(prop) ? constantOf(prop.content) : compileToken(prop, names),
  );
  if (first === undefined || !first.constant) throw new UnsupportedLiquid("a path begins with a name");
  const [key, deeper] = rest;
  if (first.value === "t" && deeper === undefined && key?.constant === true) return names.wording(String(key.value));
  return rest.reduce<Evaluation>(readFrom, names.resolve(String(first.value)));
}

function readFrom(target: Evaluation, key: Evaluation): Evaluation {
  if (target.constant || !key.constant) return combine([target, key], ([from, at]) => readProperty(from, at));
  const { of } = target;
  const at = key.value;
  return { constant: false, of: (frame) => readProperty(of(frame), at) };
}
