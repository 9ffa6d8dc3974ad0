import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { columnsFor } from "./columns-for.ts";
import type { FittedLearner } from "./learner.ts";
import { type LossName, lossNames, lossOf } from "./losses.ts";

const kind = { name: "column-mean", version: 1 } as const;

type Estimate = { readonly column: string; readonly loss: LossName };

/** A column that holds the score of another model (log-odds, or the logarithm of a mean), as a learner beside learners. */
export function columnMean({ column, loss }: Estimate): FittedLearner {
  const { mean } = lossOf(loss);
  const valuesOf = (rows: Matrix): Float64Array => {
    const [found] = columnsFor(kind.name, rows, [{ name: column, kind: "number" }]);
    const values = found?.kind === "number" ? found.values : new Float64Array(rows.rows);
    const row = values.findIndex(Number.isNaN);
    if (row !== -1) throw new RefusedRows(kind.name, "is missing", { column, row });
    return values;
  };
  return Object.freeze({
    name: kind.name,
    loss,
    inputs: [column],
    score: (rows: Matrix) => valuesOf(rows).map(mean),
    explain: (rows: Matrix, row: number) => {
      const value = valuesOf(rows)[row];
      if (value === undefined) throw new RefusedRows(kind.name, "there is no such row", { row });
      return { base: 0, contributions: [{ column, value, contribution: value }] };
    },
    toJSON: () => ({ ...kind, column, loss }),
  });
}

export function loadColumnMean(json: unknown): FittedLearner {
  const { column, loss } = openFitted(json, kind) as Partial<Estimate>;
  if (typeof column !== "string" || loss === undefined || !lossNames.includes(loss)) {
    throw new RefusedModel(`${kind.name}: the document is damaged.`);
  }
  return columnMean({ column, loss });
}
