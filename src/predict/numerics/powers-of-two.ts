const LEAST = -1_074;

/** 2^(index − 1074), by exact doubling: a table has no byte order to ask for, and no rounding. */
const powers = new Float64Array(2_098);
for (let index = 0, power = 2 ** LEAST; index < powers.length; index += 1, power *= 2) powers[index] = power;

/** 2^exponent, for −1074 ≤ exponent ≤ 1023. */
export function powerOfTwo(exponent: number): number {
  return powers[exponent - LEAST] ?? Number.NaN;
}
