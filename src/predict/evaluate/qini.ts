import { bootstrap, type Interval, type Resampling } from "./bootstrap.ts";

/** A trial: who was treated (1) and who was not (0), and what came of it. */
export type Trial = { readonly y: Float64Array; readonly treated: Float64Array };

export type QiniPoint = { readonly rows: number; readonly gained: number };

/**
 * Incremental events among the best rows by predicted uplift: those of the treated less those of the untreated, scaled to
 * the same number (Radcliffe 2007). A point after each run of tied scores, and (0, 0).
 */
export function qiniCurve(uplift: Float64Array, { y, treated }: Trial): readonly QiniPoint[] {
  const order = Uint32Array.from(uplift, (_, row) => row).sort((a, b) => (uplift[b] ?? 0) - (uplift[a] ?? 0));
  const points: QiniPoint[] = [{ rows: 0, gained: 0 }];
  let [treatedRows, treatedSum, otherSum] = [0, 0, 0];
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place] ?? 0;
    if (treated[row] === 1) {
      treatedRows += 1;
      treatedSum += y[row] ?? 0;
    } else {
      otherSum += y[row] ?? 0;
    }
    const isTied = place + 1 < order.length && uplift[order[place + 1] ?? 0] === uplift[row];
    if (isTied) continue;
    const others = place + 1 - treatedRows;
    const scale = others === 0 ? 0 : treatedRows / others;
    points.push({ rows: place + 1, gained: treatedSum - otherSum * scale });
  }
  return points;
}

/**
 * Qini coefficient: area between the curve and that of a list by chance, over the same area of the best possible order.
 * 0 is chance, 1 cannot be had; negative is worse than chance.
 */
export function qini(uplift: Float64Array, trial: Trial): number {
  const perfect = trial.y.map((value, row) => (trial.treated[row] === 1 ? value : -value));
  const best = qiniCurve(perfect, trial);
  const { rows = 0, gained = 0 } = best.at(-1) ?? {};
  const chance = (rows * gained) / 2;
  return (areaUnder(qiniCurve(uplift, trial)) - chance) / (areaUnder(best) - chance);
}

function areaUnder(points: readonly QiniPoint[]): number {
  let area = 0;
  for (let index = 1; index < points.length; index += 1) {
    const [before, here] = [points[index - 1], points[index]];
    if (before !== undefined && here !== undefined)
      area += ((here.rows - before.rows) * (here.gained + before.gained)) / 2;
  }
  return area;
}

/** Qini with its bootstrap interval: a list is worth ordering where the interval does not reach 0. */
export function qiniInterval(uplift: Float64Array, trial: Trial, asked: Omit<Resampling, "rows">): Interval {
  const taken = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return bootstrap(
    (rows) => qini(taken(uplift, rows), { y: taken(trial.y, rows), treated: taken(trial.treated, rows) }),
    { ...asked, rows: uplift.length },
  );
}
