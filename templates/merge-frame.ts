import type { Evaluation } from "./compile-expression.ts";
import type { LiquidFilter } from "./liquid-filters.ts";

/**
 * What one merge may cost. Counted, not timed: the same inputs give the same bytes or the same refusal on every machine,
 * under every load.
 */
export const limits = { steps: 20_000, outputLength: 256_000, valueLength: 20_000 } as const;

/** A merge went beyond a limit. Caught by the merge, never seen outside. */
export class MergeLimit extends Error {}

/** The template uses a part of Liquid that is not spoken here. Caught by the compiler. */
export class UnsupportedLiquid extends Error {}

/** The state of one merge: the customer's view, what the template assigned, the items of the running loops, the text so far. */
export type Frame = {
  readonly view: Readonly<Record<string, unknown>>;
  readonly assigned: Map<string, unknown>;
  readonly loops: unknown[];
  out: string;
  stepsLeft: number;
};

export function newFrame(view: Readonly<Record<string, unknown>>): Frame {
  return { view, assigned: new Map(), loops: [], out: "", stepsLeft: limits.steps };
}

export function spendStep(frame: Frame): void {
  frame.stepsLeft -= 1;
  if (frame.stepsLeft < 0) throw new MergeLimit("too many steps");
  if (frame.out.length > limits.outputLength) throw new MergeLimit("too much text");
}

/** What names mean at one place of a template. */
export type Names = {
  readonly filters: ReadonlyMap<string, LiquidFilter>;
  /** A bare name: a loop's item, an assigned value, a constant of the locale, or a field of the view. */
  resolve(name: string): Evaluation;
  /** The locale's wording under `t.<key>`. */
  wording(key: string): Evaluation;
  /** The names inside a loop; `slot` is where the frame keeps its item, `slot + 1` its `forloop`. */
  within(loop: { readonly variable: string; readonly slot: number }): Names;
  readonly depth: number;
};
