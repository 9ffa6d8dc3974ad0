import type { FittedClusters } from "#predict/clusters/cluster-model.ts";
import type { Need } from "#predict/clusters/find-needs.ts";
import type { Mark } from "#predict/clusters/name-clusters.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import { dayNoteOf } from "#predict/tasks/transactions/view-of.ts";
import { clusteredOf } from "./kpis-of.ts";

export const kind = { name: "cluster", version: 1 } as const;

export type ClusterEstimate = {
  readonly columns: TaskSettings["columns"];
  readonly inputs: readonly KnownInput[];
  readonly until?: number;
  readonly fitted: FittedClusters;
  readonly needs: ReadonlyArray<readonly Need[]>;
  readonly card: ModelCard;
};

/** The cluster of each row or account, from 1 for the largest, its name, and how far she is from its middle. */
export function fittedCluster(estimate: ClusterEstimate): FittedTask {
  const { columns, inputs, fitted, card } = estimate;
  const seen = (table: Table, asked: ScoreAsked) => clusteredOf(kind.name, table, asked.until ?? estimate.until);
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: columns.time === undefined,
    reading: (named: TaskSettings["columns"]): Reading => ({
      roles: { ...columns, ...named },
      categories: [],
      excluded: [],
      known: inputs,
    }),
    score: (table: Table, asked: ScoreAsked) => {
      const { id, kpis, until } = seen(table, asked);
      const { cluster, distance } = fitted.score(kpis);
      return {
        id,
        columns: [
          { name: "score", values: cluster.map((place) => place + 1) },
          { name: "distance", values: distance },
        ],
        words: [{ name: "cluster", texts: Array.from(cluster, (place) => fitted.clusters[place]?.name ?? "") }],
        ...(until === undefined ? {} : { note: dayNoteOf(until) }),
      };
    },
    reasons: (table: Table, asked: ScoreAsked) => {
      const { kpis } = seen(table, asked);
      return Array.from({ length: kpis.rows }, (_, row) => fitted.explain(takeRows(kpis, [row]), 0).map(wordsOf));
    },
    evaluate: (table: Table, asked: ScoreAsked) => evaluate(estimate, seen(table, asked).kpis),
    toJSON: () => ({ ...estimate, ...kind, fitted: fitted.toJSON() }),
  });
}

/** "spend 1.2 spreads above the mean". */
function wordsOf({ kpi, spreads }: Mark): string {
  return `${kpi} ${Math.abs(spreads).toFixed(1)} spreads ${spreads < 0 ? "below" : "above"} the mean`;
}

/** How large the clusters are among these rows beside those learnt from, and how near the rows lie. */
function evaluate({ fitted, card }: ClusterEstimate, kpis: Parameters<FittedClusters["score"]>[0]) {
  const { cluster, distance } = fitted.score(kpis);
  const learnt = fitted.clusters.reduce((sum, { size }) => sum + size, 0);
  return {
    task: kind.name,
    model: card.model,
    rows: kpis.rows,
    inertia: distance.reduce((sum, each) => sum + each * each, 0),
    learntInertia: fitted.inertia,
    clusters: fitted.clusters.map(({ name, size }, place) => {
      const rows = cluster.filter((each) => each === place).length;
      return { cluster: place + 1, name, rows, share: rows / kpis.rows, learntShare: size / learnt };
    }),
  };
}
