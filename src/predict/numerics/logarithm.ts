import { powerOfTwo } from "./powers-of-two.ts";

/**
 * Own logarithms, for the reason given in exponential.ts: +, −, ×, ÷ and the bits of a number are the same on every runtime.
 * Errors stay below 2 ulp.
 */

const LN2_HIGH = 0.6931471787393093;
const LN2_LOW = 1.8206359985041462e-9;
const LEAST_NORMAL = 2.2250738585072014e-308;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** Which 32-bit word of a double holds its exponent depends on the byte order. */
const high = ((): 0 | 1 => {
  bits[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
})();

/** Upper word of 0.6875: mantissas are taken from there to 1.375, so that around 1 no exponent has to be cancelled. */
const FIRST_WORD = 0x3fe60000;
const PIECES = 128;
const PIECES_BELOW_ONE = 80;

/** Each piece of the mantissas has a centre c, 1/c and ln c; the two pieces beside 1 have c = 1, where ln c is nothing. */
const centres = Float64Array.from({ length: PIECES }, (_, piece) => {
  if (piece === PIECES_BELOW_ONE - 1 || piece === PIECES_BELOW_ONE) return 1;
  return piece < PIECES_BELOW_ONE ? 0.6875 + (piece + 0.5) / 256 : 1 + (piece - PIECES_BELOW_ONE + 0.5) / 128;
});
const inverses = centres.map((centre) => 1 / centre);
const logs = centres.map(logOfCentre);

/** ln c = 2 artanh s, s = (c − 1) / (c + 1), |s| < 0.19: for the table alone. */
function logOfCentre(centre: number): number {
  const s = (centre - 1) / (centre + 1);
  let sum = 0;
  for (let odd = 25; odd > 1; odd -= 2) sum = s * s * (1 / odd + sum);
  return 2 * s + 2 * s * sum;
}

/** ln x. −Infinity at 0, NaN below 0. */
export function log(x: number): number {
  if (!(x >= LEAST_NORMAL && x < Number.POSITIVE_INFINITY)) return logAtTheEnds(x);
  bits[0] = x;
  const word = (words[high] ?? 0) - FIRST_WORD;
  const exponent = word >> 20;
  const piece = (word >>> 13) & (PIECES - 1);
  // The difference is exact, the mantissa and its centre being so close.
  const r = (x * powerOfTwo(-exponent) - (centres[piece] ?? 1)) * (inverses[piece] ?? 1);
  const w = r * r;
  // ln(1 + r) = r − r²/2 + r³/3 − …, |r| ≤ 1/128: eight terms leave 2e-20.
  const rest = w * (r * (1 / 3 - r * (1 / 4)) - 0.5 + w * r * (1 / 5 - r * (1 / 6) + w * (1 / 7 - r * (1 / 8))));
  return exponent * LN2_HIGH + (logs[piece] ?? 0) + (exponent * LN2_LOW + rest + r);
}

function logAtTheEnds(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  // A subnormal number has no exponent of its own.
  return x === Number.POSITIVE_INFINITY ? x : log(x * 2 ** 54) - 54 * Math.LN2;
}

/** ln(1 + x) without loss near 0. −Infinity at −1, NaN below. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (!(u > 0) || u === Number.POSITIVE_INFINITY) return log(u);
  // What the rounding of 1 + x took away, given back to first order; it is below 2^-53 of u.
  return u === 1 ? x : log(u) + (x - (u - 1)) / u;
}
