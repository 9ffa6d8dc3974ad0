/** Value at `point`; writes the slope into `gradient`. May give Infinity or NaN where the function is not defined. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export type Minimum = {
  readonly point: Float64Array;
  readonly value: number;
  /** Largest absolute part of the gradient there. */
  readonly slope: number;
  readonly iterations: number;
  readonly hasConverged: boolean;
};

type Stop = { readonly tolerance?: number; readonly maxIterations?: number };

/** A place with what the objective says of it. */
type Place = { readonly point: Float64Array; readonly gradient: Float64Array; readonly value: number };
type Pair = { readonly step: Float64Array; readonly change: Float64Array; readonly rho: number };

const MEMORY = 8;
const SUFFICIENT = 1e-4;
const CURVATURE = 0.9;
const NOISE = 1e-13;
const MOST_TRIALS = 60;

/**
 * Least value of a smooth function by limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.5) with a line search for the
 * strong Wolfe conditions. Stops where no part of the gradient exceeds `tolerance` × (1 + |value|), or no step improves.
 */
export function minimise(objective: Objective, start: ArrayLike<number>, stop: Stop = {}): Minimum {
  const { tolerance = 1e-10, maxIterations = 500 } = stop;
  let here = evaluate(objective, Float64Array.from(start));
  const pairs: Pair[] = [];
  let iterations = 0;
  while (iterations < maxIterations && steepest(here.gradient) > tolerance * (1 + Math.abs(here.value))) {
    const direction = descent(here.gradient, pairs);
    const first = pairs.length === 0 ? Math.min(1, 1 / steepest(here.gradient)) : 1;
    const next = searchLine(objective, here, { direction, first });
    if (next === undefined) {
      // A stale memory can point nowhere: once more from the plain gradient, then it is the end.
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    remember(pairs, here, next);
    here = next;
    iterations += 1;
  }
  const slope = steepest(here.gradient);
  const hasConverged = slope <= Math.sqrt(tolerance) * (1 + Math.abs(here.value));
  return { point: here.point, value: here.value, slope, iterations, hasConverged };
}

function evaluate(objective: Objective, point: Float64Array): Place {
  const gradient = new Float64Array(point.length);
  const value = objective(point, gradient);
  return { point, gradient, value };
}

function steepest(gradient: Float64Array): number {
  let most = 0;
  for (const part of gradient) most = Math.max(most, Math.abs(part));
  return most;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function remember(pairs: Pair[], from: Place, to: Place): void {
  const step = to.point.map((part, index) => part - (from.point[index] ?? 0));
  const change = to.gradient.map((part, index) => part - (from.gradient[index] ?? 0));
  const product = dot(step, change);
  if (!(product > 1e-16 * dot(change, change))) return;
  pairs.push({ step, change, rho: 1 / product });
  if (pairs.length > MEMORY) pairs.shift();
}

/** −H g by the two-loop recursion. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((part) => -part);
  const weights: number[] = [];
  for (const { step, change, rho } of pairs.toReversed()) {
    const weight = rho * dot(step, direction);
    weights.push(weight);
    add(direction, change, -weight);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    for (let index = 0; index < direction.length; index += 1) direction[index] = (direction[index] ?? 0) * scale;
  }
  for (const { step, change, rho } of pairs) add(direction, step, (weights.pop() ?? 0) - rho * dot(change, direction));
  return direction;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let index = 0; index < to.length; index += 1) to[index] = (to[index] ?? 0) + times * (what[index] ?? 0);
}

type Line = { readonly direction: Float64Array; readonly first: number };
type Knot = { readonly at: number; readonly value: number; readonly slope: number };

/** Widens a bracket, then narrows it (algorithms 3.5 and 3.6); undefined where no step lowers the value. */
function searchLine(objective: Objective, from: Place, { direction, first }: Line): Place | undefined {
  const start: Knot = { at: 0, value: from.value, slope: dot(from.gradient, direction) };
  if (!(start.slope < 0)) return undefined;
  // Close to the minimum values differ by their rounding alone: there the slope decides (Hager and Zhang 2005).
  const noise = NOISE * Math.abs(from.value);
  let low = start;
  let high: Knot | undefined;
  let best: Place | undefined;
  let at = first;
  for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
    const place = evaluate(
      objective,
      from.point.map((part, index) => part + at * (direction[index] ?? 0)),
    );
    const knot: Knot = { at, value: place.value, slope: dot(place.gradient, direction) };
    const isFlat = Math.abs(knot.slope) <= -CURVATURE * start.slope;
    if (isFlat && knot.value <= start.value + noise) return place;
    if (isLower(knot, low, start)) {
      const span = high === undefined ? 1 : high.at - low.at;
      if (knot.slope * span >= 0) high = low;
      low = knot;
      best = place;
    } else {
      high = knot;
    }
    at = high === undefined ? at * 2.5 : between(low, high);
    if (Math.abs(at - low.at) * steepest(direction) < 1e-15) break;
  }
  return best;
}

/** Enough below the start, and below the best so far. False where the function is not defined. */
function isLower(knot: Knot, low: Knot, start: Knot): boolean {
  const enough = start.value + SUFFICIENT * knot.at * start.slope;
  return Number.isFinite(knot.slope) && knot.value <= enough && (low.at === 0 || knot.value < low.value);
}

/** Where the cubic through both ends is least, kept away from the ends; the middle where an end says nothing. */
function between(low: Knot, high: Knot): number {
  const width = high.at - low.at;
  const middle = low.at + width / 2;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.at + width / 10;
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.at - high.at);
  const root = Math.sqrt(d1 * d1 - low.slope * high.slope);
  const d2 = width > 0 ? root : -root;
  const least = high.at - (width * (high.slope + d2 - d1)) / (high.slope - low.slope + 2 * d2);
  const share = (least - low.at) / width;
  return share > 0.1 && share < 0.9 ? least : middle;
}
