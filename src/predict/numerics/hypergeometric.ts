import { exp } from "./exponential.ts";
import { logGamma } from "./log-gamma.ts";
import { log, log1p } from "./logarithm.ts";

/** The three parameters of ₂F₁, and where it is asked for. */
type Asked = { readonly a: number; readonly b: number; readonly c: number; readonly z: number };

/** The parameters, and the distance of z to 1. */
type Near = { readonly a: number; readonly b: number; readonly c: number; readonly distance: number };

/** Up to here the power series is short; beyond, its differential equation is followed. */
const SERIES_LIMIT = 0.9;
const EPSILON = 1e-17;
const MOST_TERMS = 200_000;

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) for real parameters and z ≤ 1.
 *
 * z < 0 goes to (0, 1) by Pfaff's transformation, and of each function and its Euler transform the one with terms of one sign
 * is summed (DLMF 15.8.1). Behind 0.9 the equation 15.10.1 is continued by Taylor steps, which has
 * no degenerate case where c − a − b is whole. Relative error below 1e-12 where (a, b) or (c − a, c − b) are positive with
 * c > 0; else relative to the largest term. NaN where z > 1 or c = 0, −1, −2, …; Infinity where the series diverges at 1.
 */
export function hyp2f1(a: number, b: number, { c, z }: { readonly c: number; readonly z: number }): number {
  if (!(z <= 1) || (c <= 0 && Number.isInteger(c))) return Number.NaN;
  if (z === 0 || a === 0 || b === 0) return 1;
  if (isFinitePolynomial(a) || isFinitePolynomial(b)) return series({ a, b, c, z });
  if (z < 0) return pfaff({ a, b, c, z });
  if (z === 1) return atOne({ a, b, c, z });
  if (isOneSigned(a, b) || !isOneSigned(c - a, c - b)) return within({ a, b, c, z });
  return exp((c - a - b) * log1p(-z)) * within({ a: c - a, b: c - b, c, z });
}

const isFinitePolynomial = (parameter: number) => parameter <= 0 && Number.isInteger(parameter);
const isOneSigned = (a: number, b: number) => a > 0 && b > 0;

/** (1 − z)^−a ₂F₁(a, c − b; c; z / (z − 1)), or the same with a and b exchanged. */
function pfaff({ a, b, c, z }: Asked): number {
  const isKept = isOneSigned(a, c - b) || !isOneSigned(c - a, b);
  const [kept, turned] = isKept ? [a, b] : [b, a];
  const moved = z / (z - 1);
  return exp(-kept * log1p(-z)) * hyp2f1(kept, c - turned, { c, z: moved });
}

function within(asked: Asked): number {
  return asked.z <= SERIES_LIMIT ? series(asked) : continued(asked);
}

/** Σ (a)ₙ (b)ₙ / (c)ₙ zⁿ / n!, with compensated sums. */
function series({ a, b, c, z }: Asked): number {
  let term = 1;
  let sum = 1;
  let lost = 0;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    const grown = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - grown + term : term - grown + sum;
    sum = grown;
    if (term === 0 || (Math.abs(ratio) < 1 && Math.abs(term) < EPSILON * Math.abs(sum) * (1 - Math.abs(ratio)))) break;
    if (!Number.isFinite(sum)) return sum;
  }
  return sum + lost;
}

/**
 * Taylor steps from 0.9 towards 1, with value and slope carried along. A step is short beside z / c: the other solution,
 * z^(1−c), has terms of alternating sign that must not drown ours.
 */
function continued({ a, b, c, z }: Asked): number {
  // What is followed is the distance to 1: close to it, z itself has no digits left.
  const goal = 1 - z;
  let distance = 1 - SERIES_LIMIT;
  const start = { a, b, c, z: 1 - distance };
  let value = series(start);
  let slope = ((a * b) / c) * series({ a: a + 1, b: b + 1, c: c + 1, z: start.z });
  while (distance > goal) {
    const step = Math.min(distance / 2, (2 * (1 - distance)) / Math.abs(c), distance - goal);
    [value, slope] = taylorStep({ a, b, c, distance }, [value, slope], step);
    distance = step === distance - goal ? goal : distance - step;
  }
  return value;
}

/** Value and slope at 1 − d + step from those at 1 − d, by the recurrence of the coefficients around there. */
function taylorStep({ a, b, c, distance }: Near, from: readonly [number, number], step: number): [number, number] {
  const lead = distance * (1 - distance);
  const drift = c - (a + b + 1) + (a + b + 1) * distance;
  // Coefficients times step^n, so that nothing overflows close to 1.
  let older = from[0];
  let newer = from[1] * step;
  let value = older + newer;
  let slope = newer;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    const first = (n + 1) * ((2 * distance - 1) * n + drift) * newer * step;
    const next = ((n + a) * (n + b) * older * step * step - first) / (lead * (n + 2) * (n + 1));
    older = newer;
    newer = next;
    value += next;
    slope += (n + 2) * next;
    const rest = (n + 2) * (Math.abs(next) + Math.abs(older));
    if (rest < EPSILON * Math.abs(slope) && rest < EPSILON * Math.abs(value)) break;
    if (!Number.isFinite(value)) break;
  }
  return [value, slope / step];
}

/** Γ(c) Γ(c − a − b) / (Γ(c − a) Γ(c − b)): Gauss's sum (DLMF 15.4.20). */
function atOne({ a, b, c }: Asked): number {
  const excess = c - a - b;
  if (!(excess > 0)) return a * b * c > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  const parts = [c, excess, c - a, c - b].map(gammaParts);
  const [top = gammaParts(1), right = gammaParts(1), left = gammaParts(1), low = gammaParts(1)] = parts;
  if (left.sign === 0 || low.sign === 0) return 0;
  return top.sign * right.sign * left.sign * low.sign * exp(top.log + right.log - left.log - low.log);
}

/** Sign and logarithm of |Γ(x)|; sign 0 stands for a pole, where 1/Γ is 0. */
function gammaParts(x: number): { readonly sign: number; readonly log: number } {
  if (x > 0) return { sign: 1, log: logGamma(x) };
  if (Number.isInteger(x)) return { sign: 0, log: Number.POSITIVE_INFINITY };
  // Γ(x) = Γ(x + n) / (x (x + 1) … (x + n − 1)).
  let shifted = x;
  let product = 1;
  while (shifted < 0) {
    product *= shifted;
    shifted += 1;
  }
  return { sign: Math.sign(product), log: logGamma(shifted) - log(Math.abs(product)) };
}
