import {
  AssignTag,
  CaptureTag,
  CaseTag,
  CommentTag,
  ForTag,
  IfTag,
  Output,
  TypeGuards,
  UnlessTag,
  Value,
  type Template,
} from "liquidjs";
import { compileToken, compileValue, valueIn, type Evaluation } from "./compile-expression.ts";
import { isTruthy, textOf } from "./liquid-filters.ts";
import { limits, MergeLimit, spendStep, UnsupportedLiquid, type Frame, type Names } from "./merge-frame.ts";

/** A stretch of text that never changes, or a step that writes to the frame. */
type Piece = string | ((frame: Frame) => void);
/** Appends a template's text to the frame. */
export type Program = (frame: Frame) => void;

/**
 * LiquidJS's syntax tree as closures. Its own renderer drives a generator for every node; here a merge is a chain of plain
 * calls, and what the locale alone decides is folded into the text beforehand.
 */
export function compileLiquid(templates: readonly Template[], names: Names): Program {
  return sequence(templates.flatMap((template) => compileNode(template, names)));
}

/** The program's text as a value: wordings and captures. */
export function compileText(templates: readonly Template[], names: Names): Evaluation {
  const pieces = join(templates.flatMap((template) => compileNode(template, names)));
  const [only = "", second] = pieces;
  if (typeof only === "string" && second === undefined) return { constant: true, value: only };
  const run = sequence(pieces);
  return { constant: false, of: (frame) => textFrom(run, frame) };
}

function textFrom(run: Program, frame: Frame): string {
  const before = frame.out;
  frame.out = "";
  run(frame);
  const text = frame.out;
  frame.out = before;
  if (text.length > limits.valueLength) throw new MergeLimit("a value is too long");
  return text;
}

function join(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string") joined[joined.length - 1] = last + piece;
    else if (piece !== "") joined.push(piece);
  }
  return joined;
}

function sequence(pieces: readonly Piece[]): Program {
  const steps = join(pieces);
  return (frame) => {
    for (const step of steps) {
      if (typeof step === "string") frame.out += step;
      else step(frame);
    }
  };
}

function compileNode(template: Template, names: Names): readonly Piece[] {
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) return [token.getContent()];
  if (template instanceof Output) return compileOutput(template, names);
  if (template instanceof CommentTag) return [];
  if (template instanceof IfTag) return compileIf(template, names);
  if (template instanceof UnlessTag) return compileUnless(template, names);
  if (template instanceof CaseTag) return compileCase(template, names);
  if (template instanceof ForTag) return compileFor(template, names);
  if (template instanceof AssignTag) return compileAssign(template, names);
  if (template instanceof CaptureTag) return compileCapture(template, names);
  throw new UnsupportedLiquid(`${token.getText()} is not supported`);
}

function compileOutput(output: Output, names: Names): readonly Piece[] {
  const value = compileValue(output.value, names);
  if (value.constant) return [textOf(value.value)];
  const { of } = value;
  return [
    (frame) => {
      spendStep(frame);
      const found = of(frame);
      frame.out += typeof found === "string" ? found : textOf(found);
    },
  ];
}

type Branch = { readonly holds: Evaluation; readonly program: Program };

function choose(branches: readonly Branch[], otherwise: Program): readonly Piece[] {
  return [
    (frame) => {
      spendStep(frame);
      for (const branch of branches) if (isTruthy(valueIn(branch.holds, frame))) return branch.program(frame);
      return otherwise(frame);
    },
  ];
}

function negate(value: Evaluation): Evaluation {
  if (value.constant) return { constant: true, value: !isTruthy(value.value) };
  return { constant: false, of: (frame) => !isTruthy(value.of(frame)) };
}

function compileIf(tag: IfTag, names: Names): readonly Piece[] {
  const branches = tag.branches.map(({ value, templates }) => ({
    holds: compileValue(value, names),
    program: compileLiquid(templates, names),
  }));
  return choose(branches, compileLiquid(tag.elseTemplates ?? [], names));
}

function compileUnless(tag: UnlessTag, names: Names): readonly Piece[] {
  const branches = tag.branches.map(({ value, templates }, index) => {
    const holds = compileValue(value, names);
    return { holds: index === 0 ? negate(holds) : holds, program: compileLiquid(templates, names) };
  });
  return choose(branches, compileLiquid(tag.elseTemplates, names));
}

function compileCase(tag: CaseTag, names: Names): readonly Piece[] {
  const target = compileValue(tag.value, names);
  const branches = tag.branches.map(({ values, templates }) => ({
    values: values.map((value) => compileToken(value, names)),
    program: compileLiquid(templates, names),
  }));
  const otherwise = compileLiquid(tag.elseTemplates, names);
  return [
    (frame) => {
      spendStep(frame);
      const wanted = valueIn(target, frame);
      const hit = branches.find(({ values }) => values.some((value) => valueIn(value, frame) === wanted));
      (hit?.program ?? otherwise)(frame);
    },
  ];
}

function compileFor(tag: ForTag, names: Names): readonly Piece[] {
  const collection = compileToken(tag.collection, names);
  const [modifier] = Object.keys(tag.hash.hash).filter((key) => key !== "limit");
  if (modifier !== undefined) throw new UnsupportedLiquid(`for … ${modifier} is not supported`);
  const { limit } = tag.hash.hash;
  const most = limit === undefined ? undefined : compileToken(limit, names);
  const slot = names.depth * 2;
  const body = compileLiquid(tag.templates, names.within({ variable: tag.variable, slot }));
  const otherwise = compileLiquid(tag.elseTemplates, names);
  return [
    (frame) => {
      const found = valueIn(collection, frame);
      const all: readonly unknown[] = Array.isArray(found) ? found : [];
      const items = most === undefined ? all : all.slice(0, Math.max(0, Number(valueIn(most, frame)) || 0));
      if (items.length === 0) return otherwise(frame);
      for (const [index, item] of items.entries()) {
        spendStep(frame);
        frame.loops[slot] = item;
        frame.loops[slot + 1] = loopState(index, items.length);
        body(frame);
      }
    },
  ];
}

function loopState(index: number, length: number): Readonly<Record<string, unknown>> {
  return { index: index + 1, index0: index, first: index === 0, last: index === length - 1, length };
}

function compileAssign(tag: AssignTag, names: Names): readonly Piece[] {
  const [target] = tag.localScope();
  const [value] = tag.arguments();
  if (target === undefined || !(value instanceof Value)) throw new UnsupportedLiquid("an assignment without a value");
  return [remember(target.content, compileValue(value, names))];
}

function compileCapture(tag: CaptureTag, names: Names): readonly Piece[] {
  return [remember(tag.variable, compileText(tag.templates, names))];
}

function remember(name: string, value: Evaluation): Piece {
  return (frame) => {
    spendStep(frame);
    frame.assigned.set(name, valueIn(value, frame));
  };
}
