type Vertex = { readonly point: Float64Array; readonly value: number };
const byValue = (a: Vertex, b: Vertex) => a.value - b.value;

type Stop = { readonly tolerance?: number; readonly maxEvaluations?: number; readonly step?: number };

/**
 * Least value of a function without slopes by a simplex (Nelder and Mead 1965, with the adaptive factors of Gao and Han 2012).
 * The fall-back for what L-BFGS can't descend: kinks, noise. Stops where values and corners lie within `tolerance`.
 */
export function minimiseBySimplex(
  valueAt: (point: Float64Array) => number,
  start: ArrayLike<number>,
  stop: Stop = {},
): { readonly point: Float64Array; readonly value: number; readonly evaluations: number } {
  const { tolerance = 1e-10, maxEvaluations = 4_000, step = 0.1 } = stop;
  const size = start.length;
  let evaluations = 0;
  const vertex = (point: Float64Array): Vertex => {
    evaluations += 1;
    const value = valueAt(point);
    return { point, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const first = Float64Array.from(start);
  const corners = [vertex(first)];
  for (let index = 0; index < size; index += 1) {
    const moved = Float64Array.from(first);
    moved[index] = (moved[index] ?? 0) + step * Math.max(1, Math.abs(moved[index] ?? 0));
    corners.push(vertex(moved));
  }
  const isDone = () => evaluations >= maxEvaluations || spread(corners) <= tolerance;
  for (corners.sort(byValue); !isDone(); corners.sort(byValue)) turn(corners, vertex);
  const { point, value } = corners[0] ?? vertex(first);
  return { point, value, evaluations };
}

/** One move of the worst corner; `corners` come sorted. */
function turn(corners: Vertex[], vertex: (point: Float64Array) => Vertex): void {
  const size = corners.length - 1;
  const [best] = corners;
  const worst = corners[size];
  const second = corners[size - 1];
  if (best === undefined || worst === undefined || second === undefined) return;
  const centre = best.point.map(
    (_, index) => corners.slice(0, size).reduce((sum, { point }) => sum + (point[index] ?? 0), 0) / size,
  );
  const along = (factor: number) =>
    vertex(centre.map((part, index) => part + factor * ((worst.point[index] ?? 0) - part)));
  const reflected = along(-1);
  if (reflected.value < best.value) {
    const expanded = along(-(1 + 2 / size));
    corners[size] = expanded.value < reflected.value ? expanded : reflected;
    return;
  }
  if (reflected.value < second.value) {
    corners[size] = reflected;
    return;
  }
  const inward = 0.75 - 1 / (2 * size);
  const contracted = along(reflected.value < worst.value ? -inward : inward);
  if (contracted.value < Math.min(reflected.value, worst.value)) {
    corners[size] = contracted;
    return;
  }
  const shrink = 1 - 1 / Math.max(size, 2);
  for (let each = 1; each <= size; each += 1) {
    const from = corners[each]?.point ?? best.point;
    corners[each] = vertex(best.point.map((part, index) => part + shrink * ((from[index] ?? 0) - part)));
  }
}

function spread(corners: readonly Vertex[]): number {
  const [best] = corners;
  if (best === undefined) return 0;
  let most = 0;
  for (const { point, value } of corners) {
    most = Math.max(most, Math.abs(value - best.value) / (1 + Math.abs(best.value)));
    for (let index = 0; index < point.length; index += 1) {
      const distance = Math.abs((point[index] ?? 0) - (best.point[index] ?? 0));
      most = Math.max(most, distance / (1 + Math.abs(best.point[index] ?? 0)));
    }
  }
  return most;
}
