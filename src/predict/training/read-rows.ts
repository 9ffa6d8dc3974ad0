import type { Cut } from "#predict/features/cut.ts";
import type { FeatureColumn } from "#predict/features/feature-group.ts";
import { type FeatureTable, featureTable } from "#predict/features/feature-table.ts";
import { listGroups } from "#predict/features/list-groups.ts";
import { purchaseRecords } from "#predict/features/purchase-records.ts";
import type { Range } from "#predict/features/read-group.ts";
import { matrixOf } from "#predict/numerics/matrix.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import { sourceOf } from "./task-needs.ts";

export type RowsQuestion = {
  readonly prediction: Pick<Prediction, "task" | "subject" | "settings">;
  readonly cut: Cut;
  readonly range: Range;
  /** The inputs of a fitted model: no others are read. */
  readonly known?: ReadonlyArray<Pick<FeatureColumn, "name" | "kind">> | undefined;
};

/** Of features it is also told which of them can't be learnt from. */
export type Rows = Table & Partial<Pick<FeatureTable, "restated">>;

/** The rows that a prediction's task takes, as of a cut. */
export async function readRows(store: Store, { prediction, cut, range, known }: RowsQuestion): Promise<Rows> {
  const { subject, settings } = prediction;
  const source = sourceOf(prediction);
  if (source.kind === "features") {
    const groups = await listGroups(store, subject);
    const only =
      known ??
      settings.inputs?.map(
        (name) =>
          groups.flatMap(({ columns }) => columns).find((each) => each.name === name) ?? {
            name,
            kind: "number" as const,
          },
      );
    return featureTable(store, { subject, groups, cut, range, ...(only === undefined ? {} : { only }) });
  }
  const { target, ...records } = await purchaseRecords(store, { subject, of: source.of, cut, range });
  if (prediction.task !== "cluster" || target === undefined)
    return target === undefined ? records : { ...records, target };
  // What groups need is seen by the categories that they hold more of.
  return { ...records, inputs: matrixOf([{ ...target, name: "category" }]) };
}
