import { seededRandom } from "#kernel/random.ts";
import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { crossFolds, type Fold } from "#predict/evaluate/folds.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Column, type Matrix, matrixOf, takeRows } from "#predict/numerics/matrix.ts";
import { type Features, featuresAt, modelsAt } from "./features-at.ts";
import { futureOf, type Histories } from "./histories.ts";
import { type PurchaseModels, purchaseRowsAt } from "./purchase-models.ts";

/** Rows of accounts on past days from which their horizon can be looked over already. */
export type Lookback = {
  readonly inputs: Matrix;
  readonly purchases: Float64Array;
  readonly spend: Float64Array;
  /** Days to the first purchase; the horizon where none came. */
  readonly waits: Float64Array;
  /** The same day by day, one below the other in the columns above. */
  readonly views: readonly OriginView[];
  readonly folds: readonly Fold[];
  /** How evidence is won, in words. */
  readonly words: string;
  readonly origins: readonly number[];
  /** The models of the last of these days: what was learnt from their forecasts holds for their forecasts. */
  readonly models: PurchaseModels;
};

export type LookbackAsked = {
  readonly task: string;
  readonly until: number;
  readonly horizon: number;
  readonly seed: number;
  /** Which accounts the question is about. */
  readonly isMeant: (features: Features, row: number) => boolean;
};

const MOST_ORIGINS = 3;
/** Fewer accounts than these on a day can't bear evidence. */
const LEAST_ROWS = 200;
const LEAST_EVENTS = 20;
const FOLDS = 5;

/**
 * Goes back a horizon at a time and takes each day's accounts with what was known then and what came after. Of several days,
 * every later one is foretold from those before it; of one alone, accounts are foretold from other accounts.
 */
export function lookBack(histories: Histories, asked: LookbackAsked): Lookback {
  const { task, until, horizon, seed } = asked;
  const views = Array.from({ length: MOST_ORIGINS }, (_, index) => until - (index + 1) * horizon)
    .filter((origin) => origin > histories.firstDay)
    .map((origin) => viewOf(histories, origin, asked))
    .filter((view) => view !== undefined)
    .toReversed();
  const models = views.at(-1)?.models;
  if (models === undefined) {
    throw new RefusedRows(
      task,
      `the file does not reach back far enough: a horizon of ${horizon} days before ${until === histories.lastDay ? "its last day" : "--until"} must leave ${LEAST_ROWS} accounts, ${LEAST_EVENTS} of which buy and ${LEAST_EVENTS} of which do not`,
      { column: "time" },
    );
  }
  const sizes = views.map(({ purchases }) => purchases.length);
  const purchases = joinArrays(views.map((view) => view.purchases));
  return {
    inputs: stacked(views.map(({ inputs }) => inputs)),
    purchases,
    spend: joinArrays(views.map(({ spend }) => spend)),
    waits: joinArrays(views.map(({ waits }) => waits)),
    views,
    origins: views.map(({ origin }) => origin),
    models,
    folds:
      sizes.length > 1
        ? laterFolds(sizes)
        : crossFolds(
            purchases.map((count) => (count > 0 ? 1 : 0)),
            { folds: FOLDS, repeats: 1, random: seededRandom(seed) },
          ),
    words:
      sizes.length > 1
        ? `out of time: ${sizes.length - 1} later day${sizes.length > 2 ? "s" : ""}, each foretold from the days before`
        : `accounts foretold from other accounts, in ${FOLDS} folds, since the file reaches back one horizon only`,
  };
}

/** The accounts of one past day. */
export type OriginView = {
  readonly origin: number;
  readonly models: PurchaseModels;
  readonly inputs: Matrix;
  /** Histories as the models of the day take them. */
  readonly pasts: Matrix;
  readonly purchases: Float64Array;
  readonly spend: Float64Array;
  readonly waits: Float64Array;
};

function viewOf(histories: Histories, origin: number, { horizon, isMeant }: LookbackAsked): OriginView | undefined {
  try {
    const models = modelsAt(histories, origin);
    const features = featuresAt(histories, { until: origin, horizon }, models);
    const future = futureOf(histories, features.past, { until: origin, horizon });
    const rows = Int32Array.from(features.counts.keys()).filter((row) => isMeant(features, row));
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
    const purchases = pick(future.purchases);
    const events = purchases.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    if (rows.length < LEAST_ROWS || Math.min(events, rows.length - events) < LEAST_EVENTS) return undefined;
    return {
      origin,
      models,
      inputs: takeRows(features.inputs, rows),
      pasts: takeRows(purchaseRowsAt(histories, features.past, origin), rows),
      purchases,
      spend: pick(future.spend),
      waits: pick(future.waits),
    };
  } catch (cause) {
    // Too early a day: nobody had bought a second time.
    if (cause instanceof RefusedRows) return undefined;
    throw cause;
  }
}

function laterFolds(sizes: readonly number[]): readonly Fold[] {
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, place) => from + place);
  return starts
    .slice(1)
    .map((start, index) => ({ learn: range(0, start), test: range(start, start + (sizes[index + 1] ?? 0)) }));
}

/** One below the other; all parts have the same columns, and categories the same levels. */
function stacked(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? [];
  return matrixOf(
    columns.map((first, index): Column => {
      const same = parts.flatMap((part) => part.columns[index] ?? []);
      if (first.kind === "number") {
        return {
          ...first,
          values: joinArrays(same.map((column) => (column.kind === "number" ? column.values : new Float64Array(0)))),
        };
      }
      return {
        ...first,
        codes: Int32Array.from(same.flatMap((column) => (column.kind === "category" ? [...column.codes] : []))),
      };
    }),
  );
}
