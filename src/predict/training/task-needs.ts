import type { RecordOf } from "#predict/features/purchase-records.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";

/** What a task reads: purchases one by one, or features, a row for each customer or account. */
export type Source = { readonly kind: "records"; readonly of: RecordOf } | { readonly kind: "features" };

export function sourceOf({ task, settings }: Pick<Prediction, "task" | "settings">): Source {
  if (task === "propensity") return { kind: "features" };
  if (task === "cluster")
    return settings.inputs === undefined ? { kind: "records", of: "category" } : { kind: "features" };
  return { kind: "records", of: task === "next" || task === "sale" ? settings.of : "order" };
}

/** Whether something comes by which it can be seen how right the model was. */
export function isJudgeable({ task }: Pick<Prediction, "task">): boolean {
  return task !== "cluster";
}

const STANDARD: Omit<TaskSettings, "columns" | "horizons"> = { categories: [], excluded: [], seed: 1 };

/** The settings of a fit that looks no further than a day (since 1970-01-01). */
export function taskSettings(prediction: Pick<Prediction, "task" | "settings">, until: number): TaskSettings {
  const { horizonDays, quietDays, clusters } = prediction.settings;
  const source = sourceOf(prediction);
  const isPropensity = prediction.task === "propensity";
  const records = { id: "id", time: "time", amount: "amount" };
  return {
    ...STANDARD,
    columns: isPropensity
      ? { id: "id", time: "time", target: OUTCOME }
      : source.kind === "features"
        ? { id: "id" }
        : { ...records, ...(source.of === "order" || prediction.task === "cluster" ? {} : { target: "item" }) },
    horizons: [horizonDays],
    // Rows that are features are as of their own cut.
    ...(source.kind === "features" ? {} : { until }),
    ...(quietDays === undefined ? {} : { quietDays }),
    ...(clusters === undefined ? {} : { k: clusters }),
  };
}

/** The column of what came. */
export const OUTCOME = "outcome";

/** Days ahead at which a curve is kept: some on the way, and the horizon. */
export function askedTimes({
  task,
  settings: { horizonDays },
}: Pick<Prediction, "task" | "settings">): readonly number[] {
  if (task !== "timing") return [horizonDays];
  return [...[7, 14, 30, 60, 90, 180, 365].filter((days) => days < horizonDays), horizonDays];
}
