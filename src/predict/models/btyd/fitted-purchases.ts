import { type Fitted, type FittedJson, openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { checkHorizon, type PurchaseRows, purchaseRows } from "./purchase-rows.ts";

/** How a score came to be, step by step: the chances add up to the score. */
export type ChanceStep = {
  readonly reason: "as any new customer" | "by how often she buys" | "by how long she is silent";
  readonly chance: number;
};

/** A fitted model of when customers buy again; `rows` hold frequency, recency and age, `horizon` is in their unit of time. */
export type FittedPurchases = Fitted & {
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly customers: number;
  /** Both of the next two. */
  score(
    rows: Matrix,
    horizon: number,
  ): { readonly anyPurchase: Float64Array; readonly expectedPurchases: Float64Array };
  /** P(at least one purchase in (T, T + horizon]) of each row. */
  anyPurchase(rows: Matrix, horizon: number): Float64Array;
  /** E[number of purchases in (T, T + horizon]] of each row. */
  expectedPurchases(rows: Matrix, horizon: number): Float64Array;
  /** P(alive), to look into the model; never the chance of a purchase: whoever buys rarely is long "alive" and silent. */
  aliveDiagnostic(rows: Matrix): Float64Array;
  /** How the chance of any purchase of one row came to be. */
  explain(rows: Matrix, row: number, horizon: number): readonly ChanceStep[];
};

/** What differs from model to model. */
export type PurchaseScores = {
  readonly anyPurchase: (rows: PurchaseRows, horizon: number) => Float64Array;
  readonly expectedPurchases: (rows: PurchaseRows, horizon: number) => Float64Array;
  readonly alive: (rows: PurchaseRows) => Float64Array;
};

export type Estimate = {
  readonly name: string;
  readonly version: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly customers: number;
};

/** The fitted model of an estimate. */
export function fittedPurchases(estimate: Estimate, scores: PurchaseScores): FittedPurchases {
  const { name, version, logLikelihood, customers } = estimate;
  const parameters = Object.freeze({ ...estimate.parameters });
  const asked = (rows: Matrix, horizon: number): PurchaseRows => {
    checkHorizon(name, horizon);
    return purchaseRows(name, rows);
  };
  const anyPurchase = (rows: Matrix, horizon: number) => scores.anyPurchase(asked(rows, horizon), horizon);
  const expectedPurchases = (rows: Matrix, horizon: number) => scores.expectedPurchases(asked(rows, horizon), horizon);
  return Object.freeze({
    name,
    parameters,
    logLikelihood,
    customers,
    anyPurchase,
    expectedPurchases,
    score: (rows: Matrix, horizon: number) => ({
      anyPurchase: anyPurchase(rows, horizon),
      expectedPurchases: expectedPurchases(rows, horizon),
    }),
    aliveDiagnostic: (rows: Matrix) => scores.alive(purchaseRows(name, rows)),
    explain: (rows: Matrix, row: number, horizon: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(name, "there is no such row", { row });
      return explain(anyPurchase, asked(rows, horizon), { row, horizon });
    },
    toJSON: () => ({ name, version, parameters, logLikelihood, customers }),
  });
}

type At = { readonly row: number; readonly horizon: number };

/** The same customer with less known of her: nothing, then her purchases with the last one just now, then all. */
function explain(
  anyPurchase: (rows: Matrix, horizon: number) => Float64Array,
  rows: PurchaseRows,
  { row, horizon }: At,
): readonly ChanceStep[] {
  const frequency = rows.frequency[row] ?? 0;
  const recency = rows.recency[row] ?? 0;
  const age = rows.age[row] ?? 0;
  const stages = matrixOf([
    numberColumn("frequency", [0, frequency, frequency]),
    numberColumn("recency", [0, recency, recency]),
    numberColumn("age", [0, recency, age]),
  ]);
  const [prior = 0, busy = 0, whole = 0] = anyPurchase(stages, horizon);
  return [
    { reason: "as any new customer", chance: prior },
    { reason: "by how often she buys", chance: busy - prior },
    { reason: "by how long she is silent", chance: whole - busy },
  ];
}

/** The estimate in a document of toJSON; RefusedModel for another kind, a newer version or damage. */
export function openEstimate(
  json: unknown,
  kind: Pick<Estimate, "name" | "version">,
  names: readonly string[],
): Estimate {
  const found: FittedJson = openFitted(json, kind);
  const { logLikelihood, customers } = found;
  const stored = found["parameters"];
  const values = typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
  const parameters: Record<string, number> = {};
  for (const name of names) {
    const value = values[name];
    if (typeof value !== "number" || !(value > 0))
      throw new RefusedModel(`${kind.name}: parameter ${name} is damaged.`);
    parameters[name] = value;
  }
  if (typeof logLikelihood !== "number" || typeof customers !== "number") {
    throw new RefusedModel(`${kind.name}: the likelihood or the number of customers is damaged.`);
  }
  return { ...kind, parameters, logLikelihood, customers };
}

/** RefusedRows where nobody bought a second time: such rows know nothing of rates. */
export function refuseWithoutRepeats(model: string, rows: PurchaseRows): void {
  if (rows.frequency.every((count) => count === 0)) {
    throw new RefusedRows(model, "nobody bought a second time", { column: "frequency" });
  }
}
