import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { evaluateAmounts } from "#predict/evaluate/evaluate-amounts.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { lossOf } from "#predict/learners/losses.ts";
import {
  baseRatePart,
  columnPart,
  type Ground,
  linearPart,
  type Part,
  treesPart,
} from "#predict/tasks/candidates/parts.ts";
import type { AmountEvidence } from "#predict/tasks/model-card.ts";

export type AmountChoice = {
  readonly name: string;
  readonly parts: ReadonlyArray<{ readonly part: Part; readonly weight: number }>;
  /** Factor that brings the total of the test rows right. */
  readonly level: number;
  /** Of the test rows, with the level; and what was spent. */
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  readonly evidence: readonly AmountEvidence[];
  readonly words: string;
};

type Candidate = {
  readonly name: string;
  readonly parts: ReadonlyArray<{ readonly part: Part; readonly weight: number }>;
  readonly expected: Float64Array;
  readonly losses: Float64Array;
  readonly level: number;
};

/**
 * Judges all candidates on the same folds, each at its best level, by Tweedie's deviance, and keeps the simplest within one
 * standard error of the best.
 */
export function chooseAmounts(
  ground: Ground,
  onStep: (words: string) => void,
  forecasts: readonly string[],
): AmountChoice {
  const actual = joinArrays(ground.folds.map(({ test }) => Float64Array.from(test, (row) => ground.rows.y[row] ?? 0)));
  const candidates: Candidate[] = [];
  const add = (name: string, parts: Candidate["parts"]): void => {
    const candidate = candidateOf({ name, parts }, actual);
    candidates.push(candidate);
    onStep(`${name}: deviance ${mean(candidate.losses).toFixed(4)} on rows that it did not learn from`);
  };
  const alone = (part: Part) => [{ part, weight: 1 }];
  const base = baseRatePart(ground);
  const columns = forecasts.map((column) => columnPart(ground, column));
  const regression = linearPart(ground);
  const trees = ground.trees.map((name) => treesPart(ground, name));
  for (const part of [base, ...columns, regression, ...trees]) add(part.name, alone(part));
  add(
    "blend",
    [...columns, regression, ...trees].map((part, _, all) => ({ part, weight: 1 / all.length })),
  );
  return choose(candidates, actual);
}

const loss = lossOf("tweedie");

function candidateOf({ name, parts }: Pick<Candidate, "name" | "parts">, actual: Float64Array): Candidate {
  const raw = new Float64Array(actual.length);
  for (const { part, weight } of parts) {
    joinArrays(part.scores).forEach((score, row) => {
      raw[row] = (raw[row] ?? 0) + weight * score;
    });
  }
  const level = sumOf(actual) / sumOf(raw);
  const expected = raw.map((value) => value * level);
  const losses = expected.map((value, row) => loss.value(actual[row] ?? 0, loss.link(Math.max(value, 1e-9))));
  return { name, parts, expected, losses, level };
}

function choose(candidates: readonly Candidate[], actual: Float64Array): AmountChoice {
  const means = candidates.map(({ losses }) => mean(losses));
  // What gives no figure is no candidate.
  const best = candidates[means.indexOf(Math.min(...means.filter((loss) => !Number.isNaN(loss))))];
  const chosen = candidates.find(({ losses }) => isAsGood(losses, best?.losses ?? losses));
  if (best === undefined || chosen === undefined) throw new RangeError("There is no candidate.");
  const evidence = candidates.map((candidate, index) => {
    const { meanAbsoluteError, rootMeanSquaredError, normalisedGini } = evaluateAmounts(candidate.expected, actual);
    return {
      candidate: candidate.name,
      deviance: means[index] ?? Number.NaN,
      meanAbsoluteError,
      rootMeanSquaredError,
      normalisedGini,
      isChosen: candidate === chosen,
      settings: candidate.parts.length === 1 ? (candidate.parts[0]?.part.settings ?? {}) : {},
    };
  });
  const words =
    chosen === best
      ? `${best.name} had the least deviance, and nothing simpler came within one standard error of it.`
      : `${best.name} had the least deviance; ${chosen.name} is simpler and within one standard error of it.`;
  const { name, parts, level, expected } = chosen;
  return { name, parts, level, expected, actual, evidence, words };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: Float64Array): number {
  return sumOf(values) / values.length;
}
