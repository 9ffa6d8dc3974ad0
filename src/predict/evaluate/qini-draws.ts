import { type Random, randomInt } from "#kernel/random.ts";
import type { Trial } from "./qini.ts";

/** Rows from the best score down; `isLast` ends a run of tied scores. */
type Ranking = { readonly order: Uint32Array; readonly isLast: Uint8Array };

/**
 * Qini of several orders over the same bootstrap draws, an array of `samples` figures each: differences of two are paired. An
 * order is sorted once, and a draw only says how often each row counts. Draws without a figure are NaN.
 */
export function qiniDraws(
  uplifts: readonly Float64Array[],
  trial: Trial,
  { random, samples }: { readonly random: Random; readonly samples: number },
): readonly Float64Array[] {
  const rows = trial.y.length;
  const rankings = uplifts.map(ranked);
  const perfect = ranked(trial.y.map((value, row) => (trial.treated[row] === 1 ? value : -value)));
  const figures = uplifts.map(() => new Float64Array(samples));
  const counts = new Float64Array(rows);
  for (let sample = 0; sample < samples; sample += 1) {
    counts.fill(0);
    for (let draw = 0; draw < rows; draw += 1) {
      const row = randomInt(random, rows);
      counts[row] = (counts[row] ?? 0) + 1;
    }
    const best = areaOf(perfect, trial, counts);
    const chance = (rows * best.gained) / 2;
    rankings.forEach((ranking, index) => {
      const figure = (areaOf(ranking, trial, counts).area - chance) / (best.area - chance);
      const own = figures[index];
      if (own !== undefined) own[sample] = figure;
    });
  }
  return figures;
}

function ranked(scores: Float64Array): Ranking {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const isLast = Uint8Array.from(order, (row, place) =>
    place + 1 === order.length || scores[order[place + 1] ?? 0] !== scores[row] ? 1 : 0,
  );
  return { order, isLast };
}

/** Area under the Qini curve, and what is gained in the end, where each row counts as often as it was drawn. */
function areaOf({ order, isLast }: Ranking, { y, treated }: Trial, counts: Float64Array) {
  let [contacted, answers, others] = [0, 0, 0];
  let [seen, area, before, gained] = [0, 0, 0, 0];
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    const count = counts[row] ?? 0;
    seen += count;
    if (treated[row] === 1) {
      contacted += count;
      answers += count * (y[row] ?? 0);
    } else {
      others += count * (y[row] ?? 0);
    }
    if (isLast[place] === 0) continue;
    const alone = seen - contacted;
    const now = answers - (alone === 0 ? 0 : (others * contacted) / alone);
    area += ((seen - before) * (gained + now)) / 2;
    [before, gained] = [seen, now];
  }
  return { area, gained };
}
