import type { Survival } from "./concordance.ts";

/** A falling step function of time: `value[k]` holds from `at[k]` on; 1 before the first. */
export type StepCurve = { readonly at: readonly number[]; readonly value: readonly number[] };

/**
 * P(nothing yet) behind each time by the product-limit (Kaplan and Meier 1958): nothing of the `events`, or no end of following.
 * Events come before the ends of following where both are at one time.
 */
export function productLimit({ time, happened }: Survival, of: "events" | "ends"): StepCurve {
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
    const atRisk = order.length - from - (of === "ends" ? events : 0);
    const lost = of === "ends" ? to - from - events : events;
    if (lost > 0) {
      chance *= 1 - lost / atRisk;
      at.push(now);
      value.push(chance);
    }
    from = to;
  }
  return { at, value };
}

export function valueAt({ at, value }: StepCurve, time: number): number {
  return value[countUpTo(at, (each) => each <= time) - 1] ?? 1;
}

export function valueBefore({ at, value }: StepCurve, time: number): number {
  return value[countUpTo(at, (each) => each < time) - 1] ?? 1;
}

/** How many of the rising times come before the first that is too late. */
function countUpTo(times: readonly number[], isEarly: (time: number) => boolean): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEarly(times[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
