import { seededRandom } from "#kernel/random.ts";
import { bgNbd } from "#predict/models/bg-nbd.ts";
import type { FittedPurchases } from "#predict/models/btyd/fitted-purchases.ts";
import { gammaGamma } from "#predict/models/gamma-gamma.ts";
import { mbgCnbdK } from "#predict/models/mbg-cnbd-k/mbg-cnbd-k.ts";
import { paretoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { compare, type Figure, type FigureSource } from "./figure.ts";
import { readCdnowSample } from "./read-histories.ts";

type Published = { readonly parameters: Readonly<Record<string, number>>; readonly within?: number };

/** E[X(t)] of a new customer: Fader, Hardie and Lee's own sheet, as lifetimes tests it. */
const EXPECTED_BY_TIME = [
  [0.1429, 0.0078],
  [1, 0.0532],
  [3, 0.1506],
  [31.8571, 1.0405],
  [32, 1.0437],
  [78, 1.8576],
] as const;

/** What was published of the CDNOW sample (Fader, Hardie and Lee 2005; the tests of lifetimes 0.11.3 and CLVTools 0.12.1). */
export const cdnowFigures: FigureSource = {
  what: "CDNOW sample",
  files: ["cdnow/CDNOW_sample.txt"],
  derive: ([path = ""]) => {
    const { rows } = readCdnowSample(path);
    const deps = { random: seededRandom(1) };
    const bg = bgNbd().fit(rows, deps);
    const pareto = paretoNbd().fit(rows, deps);
    const mbg = mbgCnbdK({ k: 1 }).fit(rows, deps);
    const spend = gammaGamma().fit(rows, deps);
    return [
      ...parametersOf("BG/NBD", bg, { parameters: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 } }),
      compare("CDNOW BG/NBD: log-likelihood", [-9582.429, bg.logLikelihood], 1e-3),
      ...parametersOf("Pareto/NBD", pareto, { parameters: { r: 0.5533, alpha: 10.5777, s: 0.6062, beta: 11.6687 } }),
      compare("CDNOW Pareto/NBD: log-likelihood", [-9594.976, pareto.logLikelihood], 1e-3),
      ...parametersOf("gamma-gamma", spend, { parameters: { p: 6.2496, q: 3.7442, v: 15.4435 } }),
      compare("CDNOW gamma-gamma: customers with a spend", [946, spend.customers], 0),
      ...parametersOf("MBG/NBD", mbg, { parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } }),
      ...forecasts(bg, pareto),
    ];
  },
};

function parametersOf(
  name: string,
  fitted: { readonly parameters: Readonly<Record<string, number>> },
  { parameters, within = 1e-3 }: Published,
): readonly Figure[] {
  return Object.entries(parameters).map(([parameter, published]) =>
    compare(`CDNOW ${name}: ${parameter}`, [published, fitted.parameters[parameter] ?? Number.NaN], within),
  );
}

function forecasts(bg: FittedPurchases, pareto: FittedPurchases): readonly Figure[] {
  const one = (frequency: number, recency: number, age: number) =>
    matrixOf([numberColumn("frequency", [frequency]), numberColumn("recency", [recency]), numberColumn("age", [age])]);
  const [quiet = Number.NaN] = bg.expectedPurchases(one(2, 30.43, 38.86), 39);
  const [busy = Number.NaN] = pareto.expectedPurchases(one(26, 30.86, 31), 52);
  return [
    compare("CDNOW BG/NBD: purchases in 39 weeks after 2, the last at 30.43 of 38.86", [1.226, quiet], 1e-3),
    compare("CDNOW Pareto/NBD: purchases in 52 weeks after 26, the last at 30.86 of 31", [25.46, busy], 1e-2),
    ...EXPECTED_BY_TIME.map(([weeks, published]) => {
      const [expected = Number.NaN] = bg.expectedPurchases(one(0, 0, 0), weeks);
      return compare(`CDNOW BG/NBD: repeat purchases of a new customer in ${weeks} weeks`, [published, expected], 1e-3);
    }),
  ];
}
