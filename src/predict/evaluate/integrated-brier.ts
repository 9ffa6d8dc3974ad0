import type { Survival } from "./concordance.ts";

/** Chances of an event by the asked times: `curves[k][row]` is P(event by times[k]). */
export type Curves = { readonly times: readonly number[]; readonly curves: readonly Float64Array[] };

export type BrierAt = { readonly time: number; readonly brier: number };

/**
 * Brier score at each time and its mean over the span by the trapezoid rule. Rows that were not followed so long are stood
 * for by those that were: each counts one over the chance of having been followed (Graf et al. 1999), by Kaplan-Meier.
 */
export function integratedBrier(
  { times, curves }: Curves,
  rows: Survival,
): { readonly integrated: number; readonly points: readonly BrierAt[] } {
  const followed = censoringCurve(rows);
  const points = times.map((time, index) => ({
    time,
    brier: brierAt(time, curves[index] ?? new Float64Array(0), { rows, followed }),
  }));
  let area = 0;
  points.slice(1).forEach(({ time, brier }, index) => {
    const before = points[index];
    if (before !== undefined) area += ((time - before.time) * (brier + before.brier)) / 2;
  });
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { integrated: span > 0 ? area / span : (points[0]?.brier ?? Number.NaN), points };
}

type Weighing = { readonly rows: Survival; readonly followed: StepCurve };

function brierAt(at: number, chances: Float64Array, { rows, followed }: Weighing): number {
  const { time, happened } = rows;
  const beyond = valueAfter(followed, at);
  let sum = 0;
  for (let row = 0; row < time.length; row += 1) {
    const until = time[row] ?? 0;
    const chance = chances[row] ?? 0;
    if (until <= at && happened[row] === 1) sum += (1 - chance) ** 2 / valueBefore(followed, until);
    else if (until > at) sum += chance ** 2 / beyond;
  }
  return sum / time.length;
}

/** A falling step function: `value[k]` holds from `at[k]` on; 1 before the first. */
type StepCurve = { readonly at: readonly number[]; readonly value: readonly number[] };

/** P(followed longer than t): Kaplan-Meier with the ends of following as events (Kaplan and Meier 1958). */
function censoringCurve({ time, happened }: Survival): StepCurve {
  const order = Uint32Array.from(time, (_, row) => row).sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0));
  const at: number[] = [];
  const value: number[] = [];
  let [chance, from] = [1, 0];
  while (from < order.length) {
    const now = time[order[from] ?? 0] ?? 0;
    let [to, events] = [from, 0];
    while (to < order.length && time[order[to] ?? 0] === now) {
      events += happened[order[to] ?? 0] === 1 ? 1 : 0;
      to += 1;
    }
    // Events come before the end of following where both are at one time.
    const atRisk = order.length - from - events;
    const lost = to - from - events;
    if (lost > 0) {
      chance *= 1 - lost / atRisk;
      at.push(now);
      value.push(chance);
    }
    from = to;
  }
  return { at, value };
}

function valueAfter(curve: StepCurve, time: number): number {
  return curve.value[curve.at.findLastIndex((each) => each <= time)] ?? 1;
}

function valueBefore(curve: StepCurve, time: number): number {
  return curve.value[curve.at.findLastIndex((each) => each < time)] ?? 1;
}
