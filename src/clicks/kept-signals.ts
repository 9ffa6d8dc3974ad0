import { sql } from "drizzle-orm";
import type { ClickSignals, Surroundings } from "#tracking/click-signals.ts";
import type { RequestSignals } from "#tracking/signals.ts";

/** A click's signals as its rows have them: `clicks as k` with `click_signals as s`. */
export type KeptSignals = {
  readonly signals: string;
  readonly around: string | null;
};

/** The columns of KeptSignals, for a select list. */
export const KEPT_SIGNALS = sql.raw("s.body as signals, k.around");

/** What a verdict is made of, again from what was kept: the same signals give the same verdict as long as its version stands. */
export function signalsOf({ signals, around }: KeptSignals): ClickSignals {
  const request = JSON.parse(signals) as RequestSignals;
  return around === null ? request : { ...request, ...(JSON.parse(around) as Surroundings) };
}
