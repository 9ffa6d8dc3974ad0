import { readFileSync } from "node:fs";
import { z } from "zod";
import { seededRandom } from "#kernel/random.ts";
import { bgNbd } from "#predict/models/bg-nbd.ts";
import { distinctHistories } from "#predict/models/btyd/distinct-histories.ts";
import type { FittedPurchases } from "#predict/models/btyd/fitted-purchases.ts";
import { purchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import type { PurchaseSummary } from "#predict/models/btyd/summarise-purchases.ts";
import { gammaGamma } from "#predict/models/gamma-gamma.ts";
import { erlangLikelihood } from "#predict/models/mbg-cnbd-k/erlang-likelihood.ts";
import { paretoLikelihood } from "#predict/models/pareto-nbd/pareto-likelihood.ts";
import { paretoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import type { Objective } from "#predict/numerics/lbfgs.ts";
import { compare, type Figure, type FigureSource } from "./figure.ts";
import { readCdnowSample } from "./read-histories.ts";

const fit = z.object({ params: z.record(z.string(), z.number()), LL: z.number() });
const reference = z.object({
  bgnbd: fit,
  pnbd: fit,
  gammagamma: fit,
  rounded_params_check: z.object({
    bgnbd: z.array(z.number()),
    LL: z.number(),
    pnbd: z.array(z.number()),
    pnbd_LL: z.number(),
  }),
  totals_39w: z.object({ actual: z.number(), bgnbd: z.number(), pnbd: z.number() }),
  customers: z.array(z.looseObject({ id: z.number() })),
});

const HORIZON = 39;
const RELATIVE = 1e-6;

/** Fits of the CDNOW sample by another program, with forecasts of single customers; to 1e-6, relative above 1. */
export const referenceFigures: FigureSource = {
  what: "Reference fits of the CDNOW sample",
  files: ["cdnow/CDNOW_sample.txt", "cdnow/reference_fits.json"],
  derive: ([sample = "", fits = ""]) => {
    const summary = readCdnowSample(sample);
    const wanted = reference.parse(JSON.parse(readFileSync(fits, "utf8")));
    const deps = { random: seededRandom(1) };
    const bg = bgNbd().fit(summary.rows, deps);
    const pareto = paretoNbd().fit(summary.rows, deps);
    const spend = gammaGamma().fit(summary.rows, deps);
    const actual = summary.future.purchases.reduce((sum, count) => sum + count, 0);
    return [
      ...fitFigures("BG/NBD", bg, wanted.bgnbd),
      ...fitFigures("Pareto/NBD", pareto, wanted.pnbd),
      ...fitFigures("gamma-gamma", spend, wanted.gammagamma),
      ...roundedFigures(summary, wanted.rounded_params_check),
      near("actual purchases in 39 weeks", wanted.totals_39w.actual, actual),
      near("BG/NBD: purchases of all in 39 weeks", wanted.totals_39w.bgnbd, totalOf(bg, summary)),
      near("Pareto/NBD: purchases of all in 39 weeks", wanted.totals_39w.pnbd, totalOf(pareto, summary)),
      ...customerFigures({ name: "BG/NBD", prefix: "bg", fitted: bg }, summary, wanted.customers),
      ...customerFigures({ name: "Pareto/NBD", prefix: "pn", fitted: pareto }, summary, wanted.customers),
    ];
  },
};

function near(name: string, published: number, ours: number): Figure {
  return compare(`reference: ${name}`, [published, ours], RELATIVE * Math.max(1, Math.abs(published)));
}

function fitFigures(
  name: string,
  fitted: { readonly parameters: Readonly<Record<string, number>>; readonly logLikelihood: number },
  { params, LL }: z.infer<typeof fit>,
): readonly Figure[] {
  const parameters = Object.entries(params).map(([parameter, value]) =>
    near(`${name}: ${parameter}`, value, fitted.parameters[parameter] ?? Number.NaN),
  );
  return [...parameters, near(`${name}: log-likelihood`, LL, fitted.logLikelihood)];
}

/** Log-likelihoods at the papers' rounded parameters: these check the likelihood without its search. */
function roundedFigures(
  { rows }: PurchaseSummary,
  wanted: z.infer<typeof reference>["rounded_params_check"],
): readonly Figure[] {
  const histories = distinctHistories(purchaseRows("bg-nbd", rows));
  const at = (objective: Objective, parameters: readonly number[]) =>
    -objective(Float64Array.from(parameters), new Float64Array(parameters.length));
  const bg = at(erlangLikelihood(histories, { k: 1, canStopAtOnce: false }), wanted.bgnbd);
  const pareto = at(paretoLikelihood(histories), wanted.pnbd);
  return [
    near("BG/NBD: log-likelihood at .243 4.414 .793 2.426", wanted.LL, bg),
    near("Pareto/NBD: log-likelihood at .553 10.578 .606 11.669", wanted.pnbd_LL, pareto),
  ];
}

function totalOf(fitted: FittedPurchases, { rows }: PurchaseSummary): number {
  return fitted.expectedPurchases(rows, HORIZON).reduce((sum, value) => sum + value, 0);
}

type Named = { readonly name: string; readonly prefix: string; readonly fitted: FittedPurchases };

function customerFigures(
  { name, prefix, fitted }: Named,
  { customers, rows }: PurchaseSummary,
  wanted: z.infer<typeof reference>["customers"],
): readonly Figure[] {
  const { anyPurchase, expectedPurchases } = fitted.score(rows, HORIZON);
  const alive = fitted.aliveDiagnostic(rows);
  const scores = [
    ["palive", "P(alive)", alive],
    ["exp39", "purchases in 39 weeks", expectedPurchases],
    ["pany39", "P(any purchase in 39 weeks)", anyPurchase],
  ] as const;
  return wanted.flatMap((customer) => {
    const row = customers.findIndex((code) => Number(code) === customer.id);
    return scores.map(([key, what, values]) =>
      near(
        `customer ${customer.id}, ${name}: ${what}`,
        Number(customer[`${prefix}_${key}`]),
        values[row] ?? Number.NaN,
      ),
    );
  });
}
