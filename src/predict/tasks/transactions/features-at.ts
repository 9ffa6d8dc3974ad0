import { remembered } from "#kernel/remember.ts";
import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { type Column, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { type Histories, type Past, pastOf } from "./histories.ts";
import { otherColumns } from "./other-columns.ts";
import { ownColumns } from "./own-columns.ts";
import {
  chanceColumns,
  fitPurchaseModels,
  purchaseModelsJson,
  purchaseRowsAt,
  type PurchaseModels,
  spendRows,
  weeksOf,
} from "./purchase-models.ts";

export type View = { readonly until: number; readonly horizon: number };

/** What can be known of accounts on a day. */
export type Features = {
  readonly past: Past;
  /** Purchase days so far, and days since the last one. */
  readonly counts: Float64Array;
  readonly silence: Float64Array;
  readonly inputs: Matrix;
};

export const SPEND_COLUMN = "Pareto/NBD and gamma-gamma";

/** Money below this counts as this where a logarithm is taken. */
const LEAST_SPEND = 1e-6;

/**
 * Inputs of each account with a purchase by `until`, from nothing later than that day: how often, how recently, how regularly,
 * how much, what happened lately, and what the buy-till-you-die models make of it for the horizon.
 */
export function featuresAt(histories: Histories, view: View, models: PurchaseModels): Features {
  return featuresIn(histories, { ...view, models });
}

type Asked = View & { readonly models: PurchaseModels };

const featuresIn = remembered(
  gatherFeatures,
  ({ until, horizon, models }: Asked) => `${until} ${horizon} ${parametersOf(models, undefined)}`,
);

/** Models of tasks that learnt from the same are the same. */
const parametersOf = remembered(
  (models: PurchaseModels) => JSON.stringify(purchaseModelsJson(models)),
  () => "",
);

function gatherFeatures(histories: Histories, { models, ...view }: Asked): Features {
  const past = pastOf(histories, view.until);
  const rows = purchaseRowsAt(histories, past, view.until);
  const own = ownColumns(histories, past, view);
  return {
    past,
    counts: Float64Array.from(past.counts),
    silence: own.silence,
    inputs: matrixOf([
      ...own.columns,
      ...otherColumns(histories, past),
      ...forecastColumns(models, rows, weeksOf(view.horizon)),
    ]),
  };
}

/** The models of a day, from all that came by then. */
export const modelsAt = remembered(
  (histories: Histories, until: number): PurchaseModels =>
    fitPurchaseModels(purchaseRowsAt(histories, pastOf(histories, until), until), histories.hasAmounts),
  String,
);

function forecastColumns(models: PurchaseModels, rows: Matrix, weeks: number): readonly Column[] {
  const chances = (["bg", "pareto", "mbg"] as const).map((name) =>
    numberColumn(chanceColumns[name], models[name].anyPurchase(rows, weeks).map(logitOf)),
  );
  const expected = models.pareto.expectedPurchases(rows, weeks);
  const regular = models.mbg.expectedPurchases(rows, weeks);
  const counts = [
    numberColumn(
      "expected purchases",
      expected.map((value) => log(value + 1e-9)),
    ),
    numberColumn(
      "expected purchases of a rhythm",
      regular.map((value) => log(value + 1e-9)),
    ),
  ];
  if (models.spend === undefined) return [...chances, ...counts];
  const spend = models.spend.score(spendRows(rows));
  return [
    ...chances,
    ...counts,
    numberColumn("expected spend a purchase", spend.map(logMoney)),
    numberColumn(
      SPEND_COLUMN,
      expected.map((value, row) => logMoney(value * (spend[row] ?? 0))),
    ),
  ];
}

function logMoney(value: number): number {
  return log(Math.max(value, LEAST_SPEND));
}
