import { choleskyFactor, choleskySolve } from "#predict/numerics/cholesky.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { minimise, type Objective } from "#predict/numerics/lbfgs.ts";
import type { TimingRows } from "./timing-rows.ts";
import { combine, type HazardAsked, hazardLoss, periodsOf } from "./hazard-loss.ts";

/** Second slopes grow with the square of the columns: above so many numbers, steps by first slopes are the quicker ones. */
const MOST_NUMBERS = 250;
const MOST_STEPS = 50;
const MOST_HALVINGS = 30;
/** Where a whole step promises less than this much log-likelihood, the top is reached. */
const LEAST_PROMISE = 1e-8;

/** The way is walked with every n-th of so many rows, the last steps with all. */
const MANY = 8_000;
const SOME = 3_000;

/** The periods' log-odds, then level and change, of greatest penalised likelihood, from `start` on. */
export function climbHazard(asked: HazardAsked, start: Float64Array): Float64Array {
  const rows = asked.rows.time.length;
  if (rows < MANY) return climb(asked, start);
  return climb(asked, climb({ ...asked, rows: everyNth(asked.rows, Math.floor(rows / SOME)) }, start));
}

function everyNth(rows: TimingRows, n: number): TimingRows {
  const pick = (values: Float64Array) => values.filter((_, row) => row % n === 0);
  return {
    ...rows,
    time: pick(rows.time),
    happened: pick(rows.happened),
    terms: rows.terms.map((term) => ({ ...term, values: pick(term.values) })),
  };
}

function climb(asked: HazardAsked, start: Float64Array): Float64Array {
  const objective = hazardLoss(asked);
  const slowly = (from: Float64Array) => minimise(objective, from, { tolerance: 1e-8, maxIterations: 400 }).point;
  if (start.length > MOST_NUMBERS) return slowly(start);
  const bend = secondSlopes(asked);
  const gradient = new Float64Array(start.length);
  let point = start;
  let value = objective(point, gradient);
  for (let turn = 0; turn < MOST_STEPS; turn += 1) {
    const factor = choleskyFactor(bend(point), point.length);
    if (factor === undefined) return slowly(point);
    const step = choleskySolve(factor, gradient);
    const promise = gradient.reduce((sum, slope, index) => sum + slope * (step[index] ?? 0), 0) / 2;
    if (promise < LEAST_PROMISE) break;
    const next = stepDown(objective, { point, value, step, promise }, gradient);
    if (next === undefined) return slowly(point);
    [point, value] = [next.point, next.value];
  }
  return point;
}

type Here = {
  readonly point: Float64Array;
  readonly value: number;
  readonly step: Float64Array;
  readonly promise: number;
};

/** Newton's step, halved until it keeps a part of its promise; leaves the slope there in `gradient`. */
function stepDown(objective: Objective, { point, value, step, promise }: Here, gradient: Float64Array) {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving += 1, share /= 2) {
    const tried = point.map((part, index) => part - share * (step[index] ?? 0));
    const reached = objective(tried, gradient);
    if (reached <= value - 1e-4 * share * promise) return { point: tried, value: reached };
  }
  return undefined;
}

/** Lower half of the second slopes of the loss, row-major: of the periods' log-odds, then of level and change. */
function secondSlopes(asked: HazardAsked): (point: Float64Array) => Float64Array {
  const { rows, ends, pace, ridge } = asked;
  const [periods, width] = [ends.length, rows.terms.length];
  const whole = periods + 2 * width;
  const columns = rows.terms.map(({ values }) => values);
  const weigh = weigher(asked);
  const weighted = new Float64Array(rows.time.length);
  const products = new Float64Array(width);
  return (point) => {
    const { byPeriod, plain, paced, squared } = weigh(point);
    const bends = new Float64Array(whole * whole);
    const put = (down: number, across: number, bend: number) => (bends[down * whole + across] = bend);
    byPeriod.forEach((weights, period) => {
      put(period, period, sumOf(weights));
      dotsOf(weights, columns, products);
      columns.forEach((_, index) => {
        const sum = products[index] ?? 0;
        put(periods + index, period, sum);
        put(periods + width + index, period, sum * (pace[period] ?? 0));
      });
    });
    // Level by level, change by level (a whole square, the others are symmetric), change by change.
    const blocks = [
      { weights: plain, down: periods, across: periods },
      { weights: paced, down: periods + width, across: periods },
      { weights: squared, down: periods + width, across: periods + width },
    ];
    for (const { weights, down, across } of blocks) {
      for (let first = 0; first < width; first += 1) {
        timesColumn(weights, columns[first], weighted);
        const end = down === across ? first + 1 : width;
        dotsOf(weighted, columns.slice(0, end), products);
        for (let second = 0; second < end; second += 1) {
          const penalty = down === across && first === second ? ridge : 0;
          put(down + first, across + second, (products[second] ?? 0) + penalty);
        }
      }
    }
    return bends;
  };
}

/** What each row weighs at a point: in each of its periods, and Σ weight, Σ weight × pace, Σ weight × pace² over them. */
function weigher({ rows, ends, pace }: HazardAsked) {
  const [size, width] = [rows.time.length, rows.terms.length];
  const { survived, last, part } = periodsOf({ rows, ends });
  const [level, change] = [new Float64Array(size), new Float64Array(size)];
  const [plain, paced, squared] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const byPeriod = ends.map(() => new Float64Array(size));
  return (point: Float64Array) => {
    combine(rows.terms, point.subarray(ends.length, ends.length + width), level);
    combine(rows.terms, point.subarray(ends.length + width), change);
    for (const sums of [plain, paced, squared]) sums.fill(0);
    byPeriod.forEach((weights, period) => {
      const [base, tempo] = [point[period] ?? 0, pace[period] ?? 0];
      for (let row = 0; row < size; row += 1) {
        if (period >= (last[row] ?? 0)) continue;
        const small = exp(-Math.abs(base + (level[row] ?? 0) + tempo * (change[row] ?? 0)));
        const share = period === survived[row] ? (part[row] ?? 0) : 1;
        const weight = (share * small) / ((1 + small) * (1 + small));
        weights[row] = weight;
        plain[row] = (plain[row] ?? 0) + weight;
        paced[row] = (paced[row] ?? 0) + weight * tempo;
        squared[row] = (squared[row] ?? 0) + weight * tempo * tempo;
      }
    });
    return { byPeriod, plain, paced, squared };
  };
}

function timesColumn(weights: Float64Array, column: Float64Array | undefined, out: Float64Array): Float64Array {
  for (let row = 0; row < out.length; row += 1) out[row] = (weights[row] ?? 0) * (column?.[row] ?? 0);
  return out;
}

const NONE = new Float64Array(0);

/** The products of one column with each of the others: four at a time, since a sum alone waits for itself at every row. */
function dotsOf(one: Float64Array, columns: readonly Float64Array[], out: Float64Array): void {
  for (let at = 0; at < columns.length; at += 4) {
    const [a = NONE, b = a, c = a, d = a] = columns.slice(at, at + 4);
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let row = 0; row < one.length; row += 1) {
      const value = one[row] ?? 0;
      first += value * (a[row] ?? 0);
      second += value * (b[row] ?? 0);
      third += value * (c[row] ?? 0);
      fourth += value * (d[row] ?? 0);
    }
    out.set([first, second, third, fourth].slice(0, columns.length - at), at);
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
