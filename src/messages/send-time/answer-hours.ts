import { wallClockAt } from "#messages/schedule/zone-days.ts";

export const HOURS = 24;

/** A number for each local hour of the day. */
export type ByHour = readonly number[];

/**
 * At which hours somebody answers: each local day with clicks counts once, at its first click, half for that hour and a quarter
 * for each beside it, round midnight. `clicks` are epoch ms in any order, of a person alone.
 */
export function answerHours(
  clicks: readonly number[],
  zone: string,
): { readonly byHour: ByHour; readonly days: number } {
  const first = new Map<string, number>();
  for (const at of clicks) {
    const { date, minute } = wallClockAt(zone, at);
    first.set(date, Math.min(first.get(date) ?? Infinity, minute));
  }
  const byHour = Array.from({ length: HOURS }, () => 0);
  for (const minute of first.values()) {
    const hour = Math.floor(minute / 60);
    add(byHour, hour, 0.5);
    add(byHour, (hour + HOURS - 1) % HOURS, 0.25);
    add(byHour, (hour + 1) % HOURS, 0.25);
  }
  return { byHour, days: first.size };
}

function add(byHour: number[], hour: number, weight: number): void {
  byHour[hour] = (byHour[hour] ?? 0) + weight;
}

/**
 * What is known of one, drawn towards what is known of many: the mean of a Dirichlet posterior whose prior weighs `strength`
 * answers (Gelman et al., Bayesian Data Analysis, 3rd ed., §3.4). Sums to 1.
 */
export function drawnTowards(prior: ByHour, own: ByHour, strength: number): ByHour {
  const total = own.reduce((sum, value) => sum + value, 0) + strength;
  return prior.map((share, hour) => ((own[hour] ?? 0) + strength * share) / total);
}

export const EVEN: ByHour = Array.from({ length: HOURS }, () => 1 / HOURS);
