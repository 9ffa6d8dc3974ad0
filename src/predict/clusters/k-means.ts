import { type Random, randomInt } from "#kernel/random.ts";

/** Points, one behind the other: `width` numbers each. */
export type Points = { readonly rows: number; readonly width: number; readonly values: Float64Array };

export type Partition = {
  readonly centres: Float64Array;
  readonly labels: Int32Array;
  /** Sum of squared distances of the points to their centres. */
  readonly inertia: number;
};

export type KMeansAsked = { readonly k: number; readonly starts: number; readonly random: Random };

const MOST_ROUNDS = 300;

/** The best of several starts of Lloyd's algorithm, each seeded by k-means++ (Arthur and Vassilvitskii 2007). */
export function kMeans(points: Points, { k, starts, random }: KMeansAsked): Partition {
  let best: Partition | undefined;
  for (let start = 0; start < starts; start += 1) {
    const found = lloyd(points, seedCentres(points, k, random));
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  return best ?? lloyd(points, points.values.slice(0, k * points.width));
}

/** Moves the centres into the middle of their points until none changes sides. An empty cluster keeps its centre. */
export function lloyd(points: Points, seeds: Float64Array): Partition {
  const { rows, width } = points;
  let centres = seeds;
  const labels = new Int32Array(rows).fill(-1);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const sums = new Float64Array(seeds.length);
    const counts = new Float64Array(seeds.length / width);
    const { inertia, changed } = assign(points, centres, { labels, sums, counts });
    if (changed === 0 || round === MOST_ROUNDS - 1) return { centres, labels, inertia };
    centres = centres.map((value, at) => {
      const count = counts[Math.floor(at / width)] ?? 0;
      return count > 0 ? (sums[at] ?? 0) / count : value;
    });
  }
  return { centres, labels, inertia: Number.NaN };
}

type Tally = { readonly labels: Int32Array; readonly sums: Float64Array; readonly counts: Float64Array };

/** Gives every point to its nearest centre, and sums the points of each. */
export function assign({ rows, width, values }: Points, centres: Float64Array, { labels, sums, counts }: Tally) {
  let [inertia, changed] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const from = row * width;
    let nearest = Number.POSITIVE_INFINITY;
    let label = 0;
    for (let at = 0, cluster = 0; at < centres.length; at += width, cluster += 1) {
      let distance = 0;
      for (let index = 0; index < width; index += 1) {
        const gap = (values[from + index] ?? 0) - (centres[at + index] ?? 0);
        distance += gap * gap;
      }
      if (distance < nearest) {
        nearest = distance;
        label = cluster;
      }
    }
    inertia += nearest;
    if (labels[row] !== label) changed += 1;
    labels[row] = label;
    counts[label] = (counts[label] ?? 0) + 1;
    const to = label * width;
    for (let index = 0; index < width; index += 1)
      sums[to + index] = (sums[to + index] ?? 0) + (values[from + index] ?? 0);
  }
  return { inertia, changed };
}

/** Each next seed is a point drawn by its squared distance to the seeds so far: the best of a few draws. */
function seedCentres(points: Points, k: number, random: Random): Float64Array {
  const { rows, width, values } = points;
  const centres = new Float64Array(k * width);
  const draws = 33 - Math.clz32(k);
  const first = randomInt(random, rows);
  centres.set(values.subarray(first * width, (first + 1) * width));
  let nearest = distancesTo(points, first);
  for (let cluster = 1; cluster < k; cluster += 1) {
    const total = nearest.reduce((sum, value) => sum + value, 0);
    let chosen = { row: 0, nearest, potential: Number.POSITIVE_INFINITY };
    for (let draw = 0; draw < draws; draw += 1) {
      const row = drawRow(nearest, random.next() * total);
      const own = distancesTo(points, row);
      let potential = 0;
      for (let each = 0; each < rows; each += 1) {
        own[each] = Math.min(own[each] ?? 0, nearest[each] ?? 0);
        potential += own[each] ?? 0;
      }
      if (potential < chosen.potential) chosen = { row, nearest: own, potential };
    }
    nearest = chosen.nearest;
    centres.set(values.subarray(chosen.row * width, (chosen.row + 1) * width), cluster * width);
  }
  return centres;
}

function distancesTo({ rows, width, values }: Points, place: number): Float64Array {
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let distance = 0;
    for (let index = 0; index < width; index += 1) {
      const gap = (values[row * width + index] ?? 0) - (values[place * width + index] ?? 0);
      distance += gap * gap;
    }
    distances[row] = distance;
  }
  return distances;
}

function drawRow(weights: Float64Array, wanted: number): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row += 1) {
    sum += weights[row] ?? 0;
    if (sum > wanted) return row;
  }
  return weights.length - 1;
}
