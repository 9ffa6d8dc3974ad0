import type { Features } from "./features-at.ts";

/** Which accounts a chance of a purchase is asked for. */
export type Question = {
  readonly name: string;
  readonly summary: string;
  /** The accounts in words. */
  readonly target: (quietDays: number) => string;
  readonly isMeant: (quietDays: number) => (features: Features, row: number) => boolean;
};

export const hitAndRun: Question = {
  name: "hit-and-run",
  summary: "P(a second purchase) of each account that bought on one day only.",
  target: () => "accounts with one purchase",
  isMeant:
    () =>
    ({ counts }, row) =>
      counts[row] === 1,
};

export const dormancy: Question = {
  name: "dormancy",
  summary: "P(waking) of each account without a purchase for --quiet-for.",
  target: (quietDays) => `accounts without a purchase for ${quietDays} days`,
  isMeant:
    (quietDays) =>
    ({ silence }, row) =>
      (silence[row] ?? 0) >= quietDays,
};

export const activity: Question = {
  name: "activity",
  summary: "P(any purchase) of each account.",
  target: () => "all accounts",
  isMeant: () => () => true,
};
