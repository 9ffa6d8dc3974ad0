import type { Random } from "#kernel/random.ts";
import { drawExponential, drawNormal } from "#predict/numerics/draws.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

export type TimingWorld = {
  readonly rows: number;
  /** How much the columns x and y count. */
  readonly x: number;
  readonly y: number;
  /** Rate of the event of an average row (proportional hazards), or its log-odds in each period of 1 (periods). */
  readonly base: number;
  readonly kind: "proportional" | "periods";
  /** Following ends at a moment that is uniform in (0, this). */
  readonly follow: number;
};

/** Rows x, y, time, happened of a world whose hazards are known. */
export function simulateTiming({ rows, x, y, base, kind, follow }: TimingWorld, random: Random): Matrix {
  const columns = { x: new Float64Array(rows), y: new Float64Array(rows) };
  const time = new Float64Array(rows);
  const happened = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    columns.x[row] = drawNormal(random);
    columns.y[row] = random.next() < 0.4 ? 1 : 0;
    const level = x * (columns.x[row] ?? 0) + y * (columns.y[row] ?? 0);
    const event =
      kind === "proportional" ? drawExponential(random, base * exp(level)) : drawPeriod(random, base + level);
    const end = kind === "proportional" ? follow * random.next() : 1 + Math.floor(follow * random.next());
    time[row] = Math.max(Math.min(event, end), 1e-9);
    happened[row] = event <= end ? 1 : 0;
  }
  return matrixOf([
    numberColumn("x", columns.x),
    numberColumn("y", columns.y),
    numberColumn("time", time),
    numberColumn("happened", happened),
  ]);
}

function drawPeriod(random: Random, logOdds: number): number {
  const chance = logistic(logOdds);
  let period = 1;
  while (period < 10_000 && random.next() >= chance) period += 1;
  return period;
}
