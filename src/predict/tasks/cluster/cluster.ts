import { seededRandom } from "#kernel/random.ts";
import { clusterModel, type FittedClusters, loadClusters } from "#predict/clusters/cluster-model.ts";
import { findNeeds, type Need } from "#predict/clusters/find-needs.ts";
import { openFitted, RefusedModel } from "#predict/models/model.ts";
import type { ClusterEvidence, ModelCard } from "#predict/tasks/model-card.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import type { Table } from "#predict/tables/table.ts";
import { type ClusterEstimate, fittedCluster, kind } from "./fitted-cluster.ts";
import { type Clustered, clusteredOf } from "./kpis-of.ts";

const EXPIRES_AFTER_DAYS = 90;

/**
 * To which group does she belong, and what does it need? k-means++ on the columns of numbers, or on recency, frequency and
 * money of purchases; as many clusters as are found again in resampled rows, named by what sets them apart, with the words
 * that each holds more often than others.
 */
export const cluster: Task = {
  name: kind.name,
  summary:
    "Groups by the columns of numbers, or by purchases with --id and --time; what sets each apart, and its needs.",
  needs: [],
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    const found = openFitted(json, kind) as Partial<Record<keyof ClusterEstimate, unknown>>;
    const { columns, inputs, fitted, needs, card } = found;
    const isWhole =
      [inputs, needs].every(Array.isArray) &&
      [columns, card].every((part) => typeof part === "object" && part !== null);
    if (!isWhole) throw new RefusedModel(`${kind.name}: the document is damaged.`);
    return fittedCluster({ ...(found as unknown as ClusterEstimate), fitted: loadClusters(fitted) });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  const clustered = clusteredOf(kind.name, table, settings.until);
  const kpis = clustered.kpis.columns.map(({ name }) => name);
  deps.onStep(`Clusters of ${clustered.kpis.rows} by ${kpis.join(", ")}.`);
  const model = clusterModel({ kpis, ...(settings.k === undefined ? {} : { k: settings.k }) });
  const fitted = model.fit(clustered.kpis, { random: seededRandom(settings.seed) });
  const labels = fitted.score(clustered.kpis).cluster;
  const needs = findNeeds(
    { cluster: labels, held: clustered.held, categories: clustered.categories },
    { k: fitted.clusters.length },
  );
  fitted.clusters.forEach(({ name, size }, place) => {
    const lifted = (needs[place] ?? []).slice(0, 3).map(({ category, lift }) => `${category} × ${lift.toFixed(2)}`);
    deps.onStep(`${place + 1}: ${name}, ${size}${lifted.length > 0 ? `; needs ${lifted.join(", ")}` : ""}`);
  });
  return fittedCluster({
    columns: settings.columns,
    inputs: table.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    ...(settings.until === undefined ? {} : { until: settings.until }),
    fitted,
    needs,
    card: cardOf({ clustered, settings }, fitted, needs),
  });
}

type Asked = { readonly clustered: Clustered; readonly settings: TaskSettings };

function cardOf(
  { clustered, settings }: Asked,
  fitted: FittedClusters,
  needs: ReadonlyArray<readonly Need[]>,
): ModelCard {
  const { clusters, stabilities, inertia } = fitted;
  const k = clusters.length;
  const evidence = stabilities.map((each): ClusterEvidence => ({
    candidate: `${each.k} clusters`,
    stability: each.stability,
    standardError: each.standardError,
    isChosen: each.k === k,
  }));
  return {
    task: kind.name,
    model: `k-means of ${k}`,
    version: kind.version,
    target: `groups by ${clustered.kpis.columns.map(({ name }) => name).join(", ")}; inertia ${inertia.toFixed(2)}`,
    inputs: clustered.kpis.columns.map(({ name }) => name),
    madeOf: { rows: clustered.kpis.rows, events: k, rate: k / clustered.kpis.rows },
    evidenceBy: "adjusted Rand index of clusters of 20 resamples of at most 5,000 rows with those of all of them",
    evidence,
    choice:
      settings.k === undefined
        ? "The largest number of clusters within one standard error of the most stable one."
        : `${k} clusters were asked for.`,
    calibration: { method: "no", evidence: [] },
    importance: spreadOf(fitted),
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed: settings.seed,
    caution: ["Groups describe; that a group has more of something does not say that it wants still more of it."],
    clusters: clusters.map((each, place) => ({ ...each, needs: needs[place] ?? [] })),
  };
}

/** How far the centres lie apart in each KPI: mean distance from the mean of all, in spreads, weighted by size. */
function spreadOf({ clusters }: FittedClusters): ModelCard["importance"] {
  const rows = clusters.reduce((sum, { size }) => sum + size, 0);
  const sums = new Map<string, number>();
  for (const { size, marks } of clusters) {
    for (const { kpi, spreads } of marks) {
      sums.set(kpi, (sums.get(kpi) ?? 0) + (size * Math.abs(spreads)) / rows);
    }
  }
  return [...sums]
    .map(([column, meanContribution]) => ({ column, meanContribution }))
    .sort((a, b) => b.meanContribution - a.meanContribution || (a.column < b.column ? -1 : 1));
}
