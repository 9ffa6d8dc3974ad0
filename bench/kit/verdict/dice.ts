import { type Random, randomInt } from "#kernel/random.ts";

/** Draws from the distributions that the scenarios are made of. */
export type Dice = {
  /** uniform in [from, to) */
  between(from: number, to: number): number;
  /** a whole number in [from, to] */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** `count` different ones, in chance's order; all of them where there are fewer */
  some<T>(values: readonly T[], count: number): T[];
  /** the median and the standard deviation of the logarithm */
  logNormal(median: number, sigma: number): number;
  exponential(mean: number): number;
};

export function diceOf(random: Random): Dice {
  const whole = (from: number, to: number) => from + randomInt(random, to - from + 1);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[randomInt(random, values.length)];
    if (value === undefined) throw new RangeError("Nothing to pick from.");
    return value;
  };
  const positive = () => Math.max(random.next(), Number.EPSILON);
  return {
    between: (from, to) => from + random.next() * (to - from),
    whole,
    chance: (probability) => random.next() < probability,
    pick,
    some: (values, count) => {
      const left = [...values];
      const wanted = Math.min(count, left.length);
      return Array.from({ length: wanted }, () => left.splice(randomInt(random, left.length), 1)).flat();
    },
    // Box and Muller (1958).
    logNormal: (median, sigma) =>
      median * Math.exp(sigma * Math.sqrt(-2 * Math.log(positive())) * Math.cos(2 * Math.PI * random.next())),
    exponential: (mean) => -mean * Math.log(positive()),
  };
}
