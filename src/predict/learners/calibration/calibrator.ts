import { RefusedModel } from "#predict/models/model.ts";
import { binomial, irls } from "#predict/numerics/irls.ts";
import { isotonic, isotonicAt } from "#predict/numerics/isotonic.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";

/** A rising function from a score in [0, 1] to a chance, as plain data. */
export type Calibrator =
  | { readonly method: "none" }
  /** logit chance = slope × logit score + intercept (Platt 1999, on log-odds). */
  | { readonly method: "platt"; readonly slope: number; readonly intercept: number }
  /** logit chance = a ln score − b ln(1 − score) + c, with a, b ≥ 0 (Kull, Silva Filho and Flach 2017). */
  | { readonly method: "beta"; readonly a: number; readonly b: number; readonly c: number }
  /** Straight lines between the middles of pooled steps (Zadrozny and Elkan 2002; Ayer et al. 1955). */
  | { readonly method: "isotonic"; readonly x: readonly number[]; readonly y: readonly number[] };

export type Method = Calibrator["method"];

/** The simplest first. */
export const methods: readonly Method[] = ["none", "platt", "beta", "isotonic"];

/** So much of the raw score is left in an isotonic chance: where steps are level, rows keep their order. */
const UNTIED = 1e-6;

/** Scores are held this far from 0 and 1: their log-odds must be finite. */
const LEAST = 1e-9;

/** Fits one method to scores of rows that their model did not learn from, and what came (0 or 1). */
export function fitCalibrator(method: Method, scores: Float64Array, y: Float64Array): Calibrator {
  if (method === "none") return { method };
  if (method === "isotonic") return fitIsotonic(scores, y);
  return method === "platt" ? fitPlatt(scores, y) : fitBeta(scores, y);
}

/** The chances of scores. */
export function calibrate(calibrator: Calibrator, scores: Float64Array): Float64Array {
  if (calibrator.method === "none") return Float64Array.from(scores);
  if (calibrator.method === "isotonic") {
    const steps = { x: Float64Array.from(calibrator.x), y: Float64Array.from(calibrator.y) };
    return scores.map((score) => isotonicAt(steps, score) * (1 - UNTIED) + score * UNTIED);
  }
  if (calibrator.method === "platt") {
    const { slope, intercept } = calibrator;
    return scores.map((score) => logistic(slope * logitOf(score) + intercept));
  }
  const { a, b, c } = calibrator;
  return scores.map((score) => logistic(a * log(inside(score)) - b * log1p(-inside(score)) + c));
}

function inside(score: number): number {
  return Math.min(Math.max(score, LEAST), 1 - LEAST);
}

export function logitOf(score: number): number {
  const held = inside(score);
  return log(held) - log1p(-held);
}

/** A sliver of ridge: scores that part the rows without error would ask for an endless slope. */
const RIDGE = [1e-6, 1e-6, 1e-6];

function fitPlatt(scores: Float64Array, y: Float64Array): Calibrator {
  const columns = [scores.map(logitOf), new Float64Array(scores.length).fill(1)];
  const [slope = 1, intercept = 0] = irls({ columns, y, family: binomial, ridge: RIDGE }).coefficients;
  // A falling calibration would turn the order round: then only the level is mended.
  if (slope > 0) return { method: "platt", slope, intercept };
  return { method: "platt", slope: 1, intercept: levelOf(scores, y) };
}

function fitBeta(scores: Float64Array, y: Float64Array): Calibrator {
  const [up, down] = [scores.map((score) => log(inside(score))), scores.map((score) => -log1p(-inside(score)))];
  const one = new Float64Array(scores.length).fill(1);
  const both = irls({ columns: [up, down, one], y, family: binomial, ridge: RIDGE }).coefficients;
  const [a = 0, b = 0, c = 0] = both;
  if (a >= 0 && b >= 0) return { method: "beta", a, b, c };
  // One of the two has no place here (their section 3.1): the other alone.
  const isUp = a >= 0;
  const [slope = 0, level = 0] = irls({
    columns: [isUp ? up : down, one],
    y,
    family: binomial,
    ridge: RIDGE,
  }).coefficients;
  if (slope <= 0) return fitPlatt(scores, y);
  return isUp ? { method: "beta", a: slope, b: 0, c: level } : { method: "beta", a: 0, b: slope, c: level };
}

function levelOf(scores: Float64Array, y: Float64Array): number {
  const columns = [new Float64Array(scores.length).fill(1)];
  const offset = scores.map(logitOf);
  return irls({ columns, y, family: binomial, offset }).coefficients[0] ?? 0;
}

/**
 * Pooled steps, each joined to the next between their middles, so that the order of scores is kept within a step too. A step
 * of n rows with k events says (k + 1/2) / (n + 1), so that no chance is 0 or 1 by luck alone.
 */
function fitIsotonic(scores: Float64Array, y: Float64Array): Calibrator {
  const steps = isotonic(scores, y);
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const [x, height]: [number[], number[]] = [[], []];
  let from = 0;
  while (from < order.length) {
    const level = isotonicAt(steps, scores[order[from] ?? 0] ?? 0);
    let [to, sum, events] = [from, 0, 0];
    while (to < order.length && isotonicAt(steps, scores[order[to] ?? 0] ?? 0) === level) {
      sum += scores[order[to] ?? 0] ?? 0;
      events += y[order[to] ?? 0] ?? 0;
      to += 1;
    }
    x.push(sum / (to - from));
    height.push(Math.max((events + 0.5) / (to - from + 1), height.at(-1) ?? 0));
    from = to;
  }
  return { method: "isotonic", x, y: height };
}

/** The calibrator of a document; RefusedModel where it is none. */
export function openCalibrator(json: unknown): Calibrator {
  const found = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const areNumbers = (...names: readonly string[]) => names.every((name) => Number.isFinite(found[name]));
  const areLists = (...names: readonly string[]) =>
    names.every((name) => Array.isArray(found[name]) && (found[name] as unknown[]).every(Number.isFinite));
  const isKnown =
    found["method"] === "none" ||
    (found["method"] === "platt" && areNumbers("slope", "intercept")) ||
    (found["method"] === "beta" && areNumbers("a", "b", "c")) ||
    (found["method"] === "isotonic" && areLists("x", "y"));
  if (!isKnown) throw new RefusedModel("The calibration is damaged.");
  return found as Calibrator;
}
