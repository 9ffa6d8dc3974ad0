import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "#kernel/random.ts";
import { digamma, digammaRise } from "./digamma.ts";
import { drawBeta, drawExponential, drawGamma, drawNormal, drawPoisson } from "./draws.ts";
import { exp, expm1 } from "./exponential.ts";
import { hyp2f1 } from "./hypergeometric.ts";
import { logBeta } from "./log-beta.ts";
import { logGamma, logRising } from "./log-gamma.ts";
import { logAddExp, logistic, logSumExp } from "./log-sum-exp.ts";
import { log, log1p } from "./logarithm.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import reference from "./reference-values.json" with { type: "json" };

type Special = (...args: readonly number[]) => number;

const functions: Readonly<Record<keyof typeof reference.values, Special>> = {
  exp: (x = 0) => exp(x),
  expm1: (x = 0) => expm1(x),
  log: (x = 0) => log(x),
  log1p: (x = 0) => log1p(x),
  logGamma: (x = 0) => logGamma(x),
  logRising: (x = 0, n = 0) => logRising(x, n),
  digamma: (x = 0) => digamma(x),
  logBeta: (a = 0, b = 0) => logBeta(a, b),
  normalCdf: (z = 0) => normalCdf(z),
  normalQuantile: (p = 0) => normalQuantile(p),
  hyp2f1: (...[a = 0, b = 0, c = 0, z = 0]) => hyp2f1(a, b, { c, z }),
};
const ulp = 2 ** -52;
const isNear = (found: number, wanted: number, within: number) =>
  found === wanted || Math.abs(found - wanted) <= within * Math.abs(wanted);

/** Mean and variance of draws, and their true values. */
const distributions: ReadonlyArray<{
  readonly what: string;
  readonly draw: (random: Random) => number;
  readonly mean: number;
  readonly variance: number;
}> = [
  { what: "exponential", draw: (random) => drawExponential(random, 2), mean: 0.5, variance: 0.25 },
  { what: "normal", draw: drawNormal, mean: 0, variance: 1 },
  { what: "gamma of shape 0.1", draw: (random) => drawGamma(random, 0.1, 0.5), mean: 0.2, variance: 0.4 },
  { what: "gamma of shape 7", draw: (random) => drawGamma(random, 7, 2), mean: 3.5, variance: 1.75 },
  { what: "beta", draw: (random) => drawBeta(random, 0.5, 1.5), mean: 0.25, variance: 0.0625 },
  { what: "Poisson of 3", draw: (random) => drawPoisson(random, 3), mean: 3, variance: 3 },
  { what: "Poisson of 90", draw: (random) => drawPoisson(random, 90), mean: 90, variance: 90 },
];

/** FNV-1a over the bits of many results: one figure that another last bit anywhere changes. */
function digest(values: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(values).buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** What the numerics promise on every runtime. */
export function numericsContract(runtime: string): void {
  describe(`special functions in ${runtime}`, () => {
    it.each(Object.entries(functions))("%s is within 1e-12 of its value to the last digit", (name, special) => {
      const rows: ReadonlyArray<readonly number[]> = reference.values[name as keyof typeof functions];
      const wrong = rows
        .map((row) => ({ row, found: special(...row.slice(0, -1)) }))
        .filter(({ row, found }) => !isNear(found, row.at(-1) ?? 0, 1e-12));
      expect(rows.length).toBeGreaterThan(5);
      expect(wrong).toEqual([]);
    });

    it("exp and log are within an ulp of the runtime's own, and undo each other", () => {
      fc.assert(
        fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
          const grown = exp(x);
          expect(isNear(grown, Math.exp(x), ulp)).toBe(true);
          expect(Math.abs(log(grown) - x)).toBeLessThanOrEqual(4 * ulp * Math.max(1, Math.abs(x)));
        }),
      );
      fc.assert(
        fc.property(fc.double({ min: -0.999, max: 30, noNaN: true }), (x) => {
          expect(isNear(log1p(x), Math.log1p(x), 4 * ulp)).toBe(true);
          expect(isNear(expm1(x), Math.expm1(x), 4 * ulp)).toBe(true);
        }),
      );
    });

    it("know their ends", () => {
      expect([exp(710), exp(-746), exp(Number.NaN), exp(Infinity), exp(-Infinity)]).toEqual([
        Infinity,
        0,
        NaN,
        Infinity,
        0,
      ]);
      expect([log(0), log(-1), log(Infinity), log1p(-1), log1p(-2), log1p(Infinity)]).toEqual([
        -Infinity,
        NaN,
        Infinity,
        -Infinity,
        NaN,
        Infinity,
      ]);
      expect([logGamma(0), logGamma(-1), digamma(0), normalCdf(-40), normalCdf(9)]).toEqual([Infinity, NaN, NaN, 0, 1]);
      expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, NaN]);
      expect([hyp2f1(1, 2, { c: 3, z: 1 }), hyp2f1(1, 2, { c: -1, z: 0.5 }), hyp2f1(1, 2, { c: 3, z: 1.5 })]).toEqual([
        Infinity,
        NaN,
        NaN,
      ]);
    });

    it("₂F₁ keeps Gauss's contiguous relation and is symmetric in a and b", () => {
      const parameter = fc.double({ min: 0.05, max: 60, noNaN: true });
      const asked = fc.record({
        a: parameter,
        b: parameter,
        extra: parameter,
        z: fc.double({ min: -50, max: 0.999, noNaN: true }),
      });
      fc.assert(
        fc.property(asked, ({ a, b, extra, z }) => {
          const c = b + extra;
          const at = (first: number) => hyp2f1(first, b, { c, z });
          // (c − a) F(a−1) + (2a − c − az + bz) F(a) + a (z − 1) F(a+1) = 0 (DLMF 15.5.11).
          const terms = [(c - a) * at(a - 1), (2 * a - c - a * z + b * z) * at(a), a * (z - 1) * at(a + 1)];
          const size = Math.max(...terms.map(Math.abs));
          expect(Math.abs(terms.reduce((sum, term) => sum + term, 0))).toBeLessThanOrEqual(1e-9 * size);
          expect(isNear(hyp2f1(b, a, { c, z }), at(a), 1e-11)).toBe(true);
        }),
      );
    });

    it("sums of exponentials neither overflow nor vanish", () => {
      expect(logSumExp([1_000, 1_000])).toBeCloseTo(1_000 + Math.LN2, 12);
      expect(logAddExp(-2_000, -2_000)).toBeCloseTo(-2_000 + Math.LN2, 12);
      expect([logSumExp([]), logAddExp(-Infinity, 3), logistic(800), logistic(-800)]).toEqual([-Infinity, 3, 1, 0]);
      expect(digammaRise(0.3, 30)).toBeCloseTo(digamma(30.3) - digamma(0.3), 12);
    });
  });

  describe(`draws in ${runtime}`, () => {
    it.each(distributions)("of the $what distribution have its mean and variance", ({ draw, mean, variance }) => {
      const random = seededRandom(17);
      const draws = Array.from({ length: 40_000 }, () => draw(random));
      const found = draws.reduce((sum, each) => sum + each, 0) / draws.length;
      const spread = draws.reduce((sum, each) => sum + (each - found) ** 2, 0) / draws.length;
      expect(Math.abs(found - mean) / Math.sqrt(variance / draws.length)).toBeLessThan(4);
      expect(Math.abs(spread / variance - 1)).toBeLessThan(0.1);
    });
  });

  it(`numbers in ${runtime} are the same as everywhere, to the last bit`, () => {
    const random = seededRandom(99);
    const drawn = distributions.flatMap(({ draw }) => Array.from({ length: 200 }, () => draw(random)));
    const special = Array.from({ length: 500 }, () => random.next() * 20).map((x) => [
      [exp(x), exp(-x), expm1(x / 40), log(x), log1p(x), logGamma(x), digamma(x), logBeta(x, 3), normalCdf(x - 10)],
      [normalQuantile(x / 21), hyp2f1(x, 1.5, { c: x + 2.25, z: 0.95 }), hyp2f1(0.7, x, { c: 3.5, z: -x })],
    ]);
    expect(digest([...drawn, ...special.flat(2)])).toBe(3_397_070_734);
  });
}
