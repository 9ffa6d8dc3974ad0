import type { Random } from "#kernel/random.ts";
import { type Fitted, type Model, openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { chooseK, type Stability, stabilityOf } from "./choose-k.ts";
import { assign, kMeans, lloyd, type Points } from "./k-means.ts";
import { type Mark, marksOf, nameClusters } from "./name-clusters.ts";
import { pointsOf, samplePoints, type Scale, scalesOf } from "./points-of.ts";

const kind = { name: "k-means", version: 1 } as const;

export type ClusterSettings = {
  /** The columns to cluster by. */
  readonly kpis: readonly string[];
  /** How many clusters; without it the most stable number from 2 to `most` (8 unless given). */
  readonly k?: number;
  readonly most?: number;
  readonly starts?: number;
  /** Resamples behind each stability; 20 unless given, 0 for none where `k` is given. */
  readonly resamples?: number;
};

export type Cluster = { readonly name: string; readonly size: number; readonly marks: readonly Mark[] };

export type FittedClusters = Fitted & {
  readonly clusters: readonly Cluster[];
  /** Sum of squared distances of the standardised rows to their centres. */
  readonly inertia: number;
  /** The stability of each number of clusters that was looked at. */
  readonly stabilities: readonly Stability[];
  /** The place in `clusters` of each row, and its distance to the centre in spreads. */
  score(rows: Matrix): { readonly cluster: Float64Array; readonly distance: Float64Array };
  /** Where one row lies, in spreads from the mean of all, furthest first. */
  explain(rows: Matrix, row: number): readonly Mark[];
};

/** Rows that starts and resamples work on; all rows take part in the end. */
const MOST_SAMPLE = 50_000;
const MOST_RESAMPLED = 5_000;

/** k-means++ on standardised columns, numbered by size; the number of clusters by bootstrap stability unless given. */
export function clusterModel(settings: ClusterSettings): Model<FittedClusters> {
  const { kpis, most = 8, starts = 20, resamples = 20 } = settings;
  return {
    name: kind.name,
    fit: (matrix: Matrix, { random }: { readonly random: Random }) => {
      const scales = scalesOf(kind.name, matrix, kpis);
      const points = pointsOf(kind.name, matrix, scales);
      const sample = samplePoints(points, MOST_SAMPLE);
      const small = samplePoints(sample, MOST_RESAMPLED);
      const asked = settings.k === undefined ? Array.from({ length: most - 1 }, (_, place) => place + 2) : [settings.k];
      refuseTooFew(small, Math.max(...asked));
      const stabilities = resamples === 0 ? [] : asked.map((k) => stabilityOf(small, { k, resamples, random }));
      const k = settings.k ?? chooseK(stabilities)?.k ?? 2;
      const start = kMeans(sample, { k, starts, random });
      const found = sample.rows === points.rows ? start : lloyd(points, start.centres);
      return fitted({ scales, ...numbered(points, found.centres), stabilities });
    },
  };
}

export function loadClusters(json: unknown): FittedClusters {
  const { scales, centres, sizes, inertia, stabilities } = openFitted(json, kind) as Partial<State>;
  const isWhole = [scales, centres, sizes, stabilities].every((each) => Array.isArray(each));
  if (!isWhole || !scales || !centres || !sizes || !stabilities || typeof inertia !== "number") {
    throw new RefusedModel(`${kind.name}: the model is damaged.`);
  }
  return fitted({ scales, centres, sizes, inertia, stabilities });
}

type State = {
  readonly scales: readonly Scale[];
  readonly centres: ReadonlyArray<readonly number[]>;
  readonly sizes: readonly number[];
  readonly inertia: number;
  readonly stabilities: readonly Stability[];
};

function refuseTooFew({ rows, width, values }: Points, k: number): void {
  const different = new Set<string>();
  for (let row = 0; row < rows && different.size < k; row += 1) {
    different.add(values.subarray(row * width, (row + 1) * width).join(" "));
  }
  if (different.size < k) throw new RefusedRows(kind.name, `there are fewer than ${k} different rows`);
}

/** Largest cluster first. The inertia is summed by rank of the distance, so that the order of rows does not show. */
function numbered(points: Points, centres: Float64Array): Pick<State, "centres" | "sizes" | "inertia"> {
  const { width } = points;
  const k = centres.length / width;
  const labels = new Int32Array(points.rows);
  const counts = new Float64Array(k);
  assign(points, centres, { labels, sums: new Float64Array(centres.length), counts });
  const order = [...counts.keys()].sort(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || (centres[a * width] ?? 0) - (centres[b * width] ?? 0),
  );
  const squares = new Float64Array(points.rows);
  labels.forEach((label, row) => (squares[row] = squaredDistance(points, row, centres.subarray(label * width))));
  return {
    centres: order.map((cluster) => [...centres.subarray(cluster * width, (cluster + 1) * width)]),
    sizes: order.map((cluster) => counts[cluster] ?? 0),
    inertia: squares.sort().reduce((sum, value) => sum + value, 0),
  };
}

function squaredDistance({ width, values }: Points, row: number, centre: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < width; index += 1)
    sum += ((values[row * width + index] ?? 0) - (centre[index] ?? 0)) ** 2;
  return sum;
}

function fitted(state: State): FittedClusters {
  const { scales, centres, sizes, inertia, stabilities } = state;
  const marks = centres.map((centre) => marksOf(centre, scales));
  const names = nameClusters(marks);
  const flat = Float64Array.from(centres.flat());
  return Object.freeze({
    ...kind,
    clusters: sizes.map((size, place) => ({ name: names[place] ?? "", size, marks: marks[place] ?? [] })),
    inertia,
    stabilities,
    score: (rows: Matrix) => {
      const points = pointsOf(kind.name, rows, scales);
      const labels = new Int32Array(rows.rows);
      assign(points, flat, { labels, sums: new Float64Array(flat.length), counts: new Float64Array(centres.length) });
      const distance = Float64Array.from(labels, (label, row) =>
        Math.sqrt(squaredDistance(points, row, flat.subarray(label * points.width))),
      );
      return { cluster: Float64Array.from(labels), distance };
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(kind.name, "there is no such row", { row });
      const { width, values } = pointsOf(kind.name, rows, scales);
      return marksOf(values.subarray(row * width, (row + 1) * width), scales);
    },
    toJSON: () => ({ ...kind, ...state }),
  });
}
