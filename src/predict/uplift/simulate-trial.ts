import type { Random } from "#kernel/random.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

export type TrialWorld = {
  readonly rows: number;
  /** Share of those contacted. */
  readonly share: number;
  /** What a contact adds to the log-odds of one who is open to it, and of all others. */
  readonly open: number;
  readonly others: number;
};

/** Log-odds of an answer without contact at x = 0: those who are open to a contact seldom answer by themselves. */
const BASE = { open: -1.6, set: -0.4 } as const;

/** Rows x, mood, contacted, answered of a trial: x moves everybody's answers, and who is open to a contact says the mood. */
export function simulateTrial({ rows, share, open, others }: TrialWorld, random: Random): Matrix {
  const x = new Float64Array(rows);
  const contacted = new Float64Array(rows);
  const answered = new Float64Array(rows);
  const moods: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    x[row] = drawNormal(random);
    const mood = random.next() < 0.4 ? "open" : "set";
    contacted[row] = random.next() < share ? 1 : 0;
    const moved = contacted[row] === 1 ? (mood === "open" ? open : others) : 0;
    answered[row] = random.next() < logistic(BASE[mood] + 0.8 * (x[row] ?? 0) + moved) ? 1 : 0;
    moods.push(mood);
  }
  return matrixOf([
    numberColumn("x", x),
    categoryColumn("mood", moods),
    numberColumn("contacted", contacted),
    numberColumn("answered", answered),
  ]);
}
