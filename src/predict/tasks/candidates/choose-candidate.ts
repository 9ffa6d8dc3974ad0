import { foldsOf } from "#predict/evaluate/folds.ts";
import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { brierScore } from "#predict/evaluate/proper-scores.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import type { CandidateEvidence } from "#predict/tasks/model-card.ts";
import { blendChances, blendWeights } from "./blend.ts";
import { forestPart, MOST_FOREST_ROWS } from "./forest-part.ts";
import { baseRatePart, columnPart, type Ground, linearPart, type Part, treesPart } from "./parts.ts";
import { type Judged, judge } from "./evidence.ts";

/** A candidate: one part, or several with weights of their log-odds. */
export type Candidate = {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly weights: readonly number[];
  readonly judged: Judged;
};

export type Choice = {
  readonly chosen: Candidate;
  readonly evidence: readonly CandidateEvidence[];
  readonly words: string;
};

/**
 * Judges all candidates on the same folds and keeps the simplest that is as good as the best. `forecasts` are columns that are
 * forecasts already, in log-odds: simpler than whatever learns from them.
 */
export function chooseCandidate(
  ground: Ground,
  onStep: (words: string) => void,
  forecasts: readonly string[] = [],
): Choice {
  const { y } = ground.rows;
  const alone = (part: Part): Candidate => ({
    name: part.name,
    parts: [part],
    weights: [1],
    judged: judge(part.scores, y, ground.folds),
  });
  const candidates: Candidate[] = [];
  const add = (candidate: Candidate) => {
    candidates.push(candidate);
    onStep(
      `${candidate.name}: log-loss ${mean(candidate.judged.losses).toFixed(5)} on rows that it did not learn from`,
    );
  };
  add(alone(baseRatePart(ground)));
  for (const column of forecasts) add(alone(columnPart(ground, column)));
  if (ground.rows.inputs.columns.length > 0) {
    const logistic = linearPart(ground);
    add(alone(logistic));
    const isSmall = ground.rows.y.length <= MOST_FOREST_ROWS;
    const forest = ground.hasForest === true && isSmall ? [forestPart(ground)] : [];
    const trees = [...forest, ...ground.trees.map((name) => treesPart(ground, name))];
    // A mean of several depends less on chance than the one that happened to be ahead: it comes first where both are as good.
    add(blendOf([logistic, ...trees], ground));
    for (const part of trees) add(alone(part));
  }
  return choose(candidates);
}

function choose(candidates: readonly Candidate[]): Choice {
  const means = candidates.map(({ judged }) => mean(judged.losses));
  // What gives no figure is no candidate.
  const best = candidates[means.indexOf(Math.min(...means.filter((loss) => !Number.isNaN(loss))))];
  const chosen = candidates.find(({ judged }) => isAsGood(judged.losses, best?.judged.losses ?? judged.losses));
  if (best === undefined || chosen === undefined) throw new RangeError("There is no candidate.");
  const evidence = candidates.map((candidate, index) => ({
    candidate: candidate.name,
    logLoss: means[index] ?? Number.NaN,
    auc: auc(candidate.judged.scores, candidate.judged.y),
    brier: brierScore(candidate.judged.scores, candidate.judged.y),
    ece: reliability(candidate.judged.scores, candidate.judged.y).ece,
    isChosen: candidate === chosen,
    settings: settingsOf(candidate),
  }));
  const words =
    chosen === best
      ? `${best.name} had the least log-loss, and nothing simpler came within one standard error of it.`
      : `${best.name} had the least log-loss; ${chosen.name} is simpler and within one standard error of it.`;
  return { chosen, evidence, words };
}

function settingsOf({ parts, weights }: Candidate): Readonly<Record<string, unknown>> {
  if (parts.length === 1) return parts[0]?.settings ?? {};
  return { weights: Object.fromEntries(parts.map(({ name }, index) => [name, weights[index]])) };
}

/** Folds in which the blend's weights are judged: on rows that they were not found on. */
const WEIGHT_FOLDS = 5;

function blendOf(parts: readonly Part[], { rows, folds, seed }: Ground): Candidate {
  const stacked = parts.map(({ scores }) => join(scores));
  const y = join(folds.map(({ test }) => Float64Array.from(test, (row) => rows.y[row] ?? 0)));
  // All test rows of one row of the table, over repeats, are in one fold.
  const own = Int32Array.from(folds.flatMap(({ test }) => [...test]));
  const foldOf = foldsOf(rows.y, WEIGHT_FOLDS, seededRandom(seed));
  const blended = new Float64Array(y.length);
  for (let fold = 0; fold < WEIGHT_FOLDS; fold += 1) {
    const places = Int32Array.from(own.keys());
    const inside = places.filter((place) => foldOf[own[place] ?? 0] !== fold);
    const outside = places.filter((place) => foldOf[own[place] ?? 0] === fold);
    if (inside.length === 0) continue;
    const weights = blendWeights(
      stacked.map((scores) => pick(scores, inside)),
      pick(y, inside),
    );
    blendChances(
      stacked.map((scores) => pick(scores, outside)),
      weights,
    ).forEach((chance, index) => {
      blended[outside[index] ?? 0] = chance;
    });
  }
  let from = 0;
  const scores = folds.map(({ test }) => blended.slice(from, (from += test.length)));
  return { name: "blend", parts, weights: blendWeights(stacked, y), judged: judge(scores, rows.y, folds) };
}

function pick(values: Float64Array, places: Int32Array): Float64Array {
  return Float64Array.from(places, (place) => values[place] ?? 0);
}

function join(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
