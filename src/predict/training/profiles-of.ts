import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import { featureTable } from "#predict/features/feature-table.ts";
import { listGroups } from "#predict/features/list-groups.ts";
import { profileOf } from "#predict/evaluate/drift.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Profiles } from "#predict/registry/models/model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import type { Store } from "#store/store.ts";
import type { Judged } from "./judge-model.ts";
import { findPopulation } from "./range-of.ts";
import { sourceOf } from "./task-needs.ts";

type Asked = {
  readonly prediction: Prediction;
  readonly fitted: FittedTask;
  readonly judged: Judged | undefined;
  readonly until: number;
};

/** How inputs and scores were spread where the model was judged: later ones are held against it. */
export async function profilesOf(store: Store, { prediction, fitted, judged, until }: Asked): Promise<Profiles> {
  const inputs = await driftInputs(store, { prediction, inputs: fitted.card.inputs, day: until });
  return {
    inputs: profileOf(inputs),
    // The share of the likeliest item moves with the length of a history alone.
    scores: judged === undefined || prediction.task === "next" ? [] : profileOf(scoresMatrix(judged.scores)),
  };
}

export function scoresMatrix(scores: Float64Array): Matrix {
  return matrixOf([numberColumn("score", scores)]);
}

/** People whose inputs are looked at. */
const SAMPLE = 5_000;

/** What only grows, such as all purchases so far, moves with time alone: it says nothing of whether people are others. */
const GROWS =
  /^(?:purchases|spent|lines bought|returns|categories bought|categories looked at|purchases in a year)$|since the first|since it was/;

type Looked = { readonly prediction: Prediction; readonly inputs: readonly string[]; readonly day: number };

/**
 * The inputs by which drift is told, as of the end of a day: those that the model itself reads; of a model that reads purchases
 * one by one, what purchases come to.
 */
export async function driftInputs(store: Store, { prediction, inputs, day }: Looked): Promise<Matrix> {
  const { subject } = prediction;
  const { range, count } = await findPopulation(store, subject);
  const groups = await listGroups(store, subject);
  const every = Math.max(1, Math.ceil(count / SAMPLE));
  const names = new Set(inputs);
  const isRead = sourceOf(prediction).kind === "features" ? (name: string) => names.has(name) : undefined;
  const read = groups
    .filter(({ name }) => isRead !== undefined || ["purchases", "baskets", "activities"].includes(name))
    .flatMap(({ columns }) => columns)
    .filter(({ name }) => !GROWS.test(name) && (isRead === undefined || isRead(name)));
  const table = await featureTable(store, {
    subject,
    groups,
    cut: endOfDay(day, await endOfTakeOver(store)),
    range: { ...range, every },
    only: read,
  });
  return table.inputs;
}
