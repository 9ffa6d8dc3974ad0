import type { Random } from "#kernel/random.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import {
  type Estimate,
  fittedPurchases,
  type FittedPurchases,
  openEstimate,
  refuseWithoutRepeats,
} from "./btyd/fitted-purchases.ts";
import { purchaseRows } from "./btyd/purchase-rows.ts";
import { erlangAlive, erlangAnyPurchase, erlangExpectedPurchases } from "./mbg-cnbd-k/erlang-forecast.ts";
import type { ErlangParameters } from "./mbg-cnbd-k/erlang-process.ts";
import { fitErlang } from "./mbg-cnbd-k/fit-erlang.ts";
import { simulateErlang } from "./mbg-cnbd-k/simulate-erlang.ts";
import type { Model } from "./model.ts";
import type { Ages, Simulated } from "./btyd/simulate-histories.ts";

const kind = { name: "bg-nbd", version: 1 } as const;
const names = ["r", "alpha", "a", "b"] as const;

export type BgNbdParameters = Readonly<Record<(typeof names)[number], number>>;

/**
 * BG/NBD (Fader, Hardie and Lee 2005a): purchases at random with a rate ~ Gamma(r, α) while a customer buys, and behind each
 * repeat purchase a chance ~ Beta(a, b) that it was the last.
 */
export function bgNbd(): Model<FittedPurchases> {
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const rows = purchaseRows(kind.name, matrix);
      refuseWithoutRepeats(kind.name, rows);
      const { parameters, logLikelihood } = fitErlang(kind.name, rows, { k: 1, canStopAtOnce: false });
      const [r = 0, alpha = 0, a = 0, b = 0] = parameters;
      return fitted({ ...kind, parameters: { r, alpha, a, b }, logLikelihood, customers: rows.rows });
    },
  };
}

export function loadBgNbd(json: unknown): FittedPurchases {
  return fitted(openEstimate(json, kind, names));
}

/** Customers of a BG/NBD world, followed for their ages and `horizon` beyond. */
export function simulateBgNbd(parameters: BgNbdParameters, ages: Ages, random: Random): Simulated {
  return simulateErlang({ ...parameters, k: 1, canStopAtOnce: false }, ages, random);
}

function fitted(estimate: Estimate): FittedPurchases {
  const { r = 0, alpha = 0, a = 0, b = 0 } = estimate.parameters;
  const parameters: ErlangParameters = { k: 1, canStopAtOnce: false, r, alpha, a, b };
  return fittedPurchases(estimate, {
    anyPurchase: (rows, horizon) => erlangAnyPurchase(parameters, rows, horizon),
    expectedPurchases: (rows, horizon) => erlangExpectedPurchases(parameters, rows, horizon),
    alive: (rows) => erlangAlive(parameters, rows),
  });
}
