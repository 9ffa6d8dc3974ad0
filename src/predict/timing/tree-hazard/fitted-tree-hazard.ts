import { loadBoostedTrees } from "#predict/learners/boosted-trees/fitted-trees.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { chancesBy, periodHazards } from "#predict/timing/cumulative-hazards.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";
import { inPeriod, PERIOD } from "./person-periods.ts";

export const kind = { name: "tree-hazard", version: 1 } as const;

export type TreeHazardState = {
  readonly ends: readonly number[];
  /** The chance of the event in a period, of rows that reach it. */
  readonly learner: FittedLearner;
  /** The period in which reasons are told: that of the median event. */
  readonly middle: number;
  readonly rows: number;
  readonly events: number;
};

export function fittedTreeHazard({ ends, learner, middle, rows: learnt, events }: TreeHazardState): FittedTiming {
  return Object.freeze({
    name: kind.name,
    inputs: learner.inputs.filter((name) => name !== PERIOD),
    until: ends.at(-1) ?? 0,
    rows: learnt,
    events,
    score: (rows: Matrix, times: readonly number[]) => {
      const wrong = times.find((time) => !(time >= 0));
      if (wrong !== undefined) throw new RefusedRows(kind.name, `${wrong} is no time from 0 on`);
      const chances = ends.map((_, period) => learner.score(inPeriod(rows, period)));
      const hazardsOf = (row: number, rising: readonly number[]) =>
        periodHazards(ends, (period) => chances[period]?.[row] ?? 0, rising);
      return chancesBy(hazardsOf, rows.rows, times);
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(kind.name, "there is no such row", { row });
      const { contributions } = learner.explain(inPeriod(takeRows(rows, [row]), middle), 0);
      return contributions.filter(({ column }) => column !== PERIOD);
    },
    toJSON: () => ({ ...kind, ends, learner: learner.toJSON(), middle, rows: learnt, events }),
  });
}

export function loadTreeHazard(json: unknown): FittedTiming {
  const { ends, learner, middle, rows, events } = openFitted(json, kind) as Partial<Record<string, unknown>>;
  const areNumbers = [middle, rows, events].every((value) => typeof value === "number");
  if (!Array.isArray(ends) || ends.length === 0 || !areNumbers) {
    throw new RefusedModel(`${kind.name}: the model is damaged.`);
  }
  const stored = { ends, middle, rows, events } as Omit<TreeHazardState, "learner">;
  return fittedTreeHazard({ ...stored, learner: loadBoostedTrees(learner) });
}
