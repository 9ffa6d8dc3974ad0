import { exp } from "#predict/numerics/exponential.ts";
import type { Objective } from "#predict/numerics/lbfgs.ts";
import { log1p } from "#predict/numerics/logarithm.ts";
import type { TimingRows } from "./timing-rows.ts";

export type HazardAsked = {
  readonly rows: TimingRows;
  readonly ends: readonly number[];
  readonly pace: readonly number[];
  readonly ridge: number;
};

/** −log-likelihood of periods survived and events, with its slope: of the periods' log-odds, then of level and change. */
export function hazardLoss({ rows, ends, pace, ridge }: HazardAsked): Objective {
  const { terms, time, happened } = rows;
  const width = terms.length;
  const size = time.length;
  const { survived, last: lasts, part: parts } = periodsOf({ rows, ends });
  const [level, change] = [new Float64Array(size), new Float64Array(size)];
  const [levelSlope, changeSlope] = [new Float64Array(size), new Float64Array(size)];
  return (point, gradient) => {
    gradient.fill(0);
    combine(terms, point.subarray(ends.length, ends.length + width), level);
    combine(terms, point.subarray(ends.length + width), change);
    let value = 0;
    for (let row = 0; row < size; row += 1) {
      const count = survived[row] ?? 0;
      const last = lasts[row] ?? 0;
      const [own, pull] = [level[row] ?? 0, change[row] ?? 0];
      let [slope, paced] = [0, 0];
      for (let period = 0; period < last; period += 1) {
        const tempo = pace[period] ?? 0;
        const eta = (point[period] ?? 0) + own + tempo * pull;
        const small = exp(-Math.abs(eta));
        const chance = eta >= 0 ? 1 / (1 + small) : small / (1 + small);
        const isEvent = period === count ? (happened[row] ?? 0) : 0;
        const weight = period === count ? (parts[row] ?? 0) : 1;
        value += weight * ((eta > 0 ? eta : 0) + log1p(small)) - isEvent * eta;
        const excess = weight * chance - isEvent;
        gradient[period] = (gradient[period] ?? 0) + excess;
        slope += excess;
        paced += excess * tempo;
      }
      levelSlope[row] = slope;
      changeSlope[row] = paced;
    }
    for (let index = 0; index < 2 * width; index += 1) {
      const weight = point[ends.length + index] ?? 0;
      const slopes = index < width ? levelSlope : changeSlope;
      gradient[ends.length + index] = ridge * weight + dot(terms[index % width]?.values, slopes);
      value += (ridge / 2) * weight * weight;
    }
    return value;
  };
}

/**
 * Of each row: periods survived, up to which it counts, and how much of the one behind those survived counts: all of it where
 * the event came, else the part that the row was followed, since within a period the rate is constant.
 */
export function periodsOf({ rows: { time, happened }, ends }: Pick<HazardAsked, "rows" | "ends">) {
  const survived = Int32Array.from(time, (at, row) => survivedPeriods(ends, at, happened[row] === 1));
  const part = time.map((at, row) => {
    const place = survived[row] ?? 0;
    const [begin, end] = [ends[place - 1] ?? 0, ends[place]];
    if (end === undefined) return 0;
    return happened[row] === 1 ? 1 : (at - begin) / (end - begin);
  });
  const last = survived.map((count, row) => count + ((part[row] ?? 0) > 0 ? 1 : 0));
  return { survived, last, part };
}

/** Periods that passed wholly without event; the event, where there is one, lies in the next. */
function survivedPeriods(ends: readonly number[], at: number, isEvent: boolean): number {
  const next = ends.findIndex((end) => (isEvent ? end >= at : end > at));
  return next === -1 ? ends.length : next;
}

export function combine(terms: TimingRows["terms"], weights: Float64Array, out: Float64Array): void {
  out.fill(0);
  terms.forEach(({ values }, index) => {
    const weight = weights[index] ?? 0;
    if (weight === 0) return;
    for (let row = 0; row < out.length; row += 1) out[row] = (out[row] ?? 0) + weight * (values[row] ?? 0);
  });
}

export function dot(values: Float64Array | undefined, slopes: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < slopes.length; row += 1) sum += (values?.[row] ?? 0) * (slopes[row] ?? 0);
  return sum;
}
