import { sql } from "drizzle-orm";
import type { ClickSignals, RequestSignals } from "#tracking/signals.ts";

/** A click's signals as its rows have them: `clicks as k` with `click_signals as s`. */
export type KeptSignals = {
  readonly signals: string;
  readonly msSinceDelivery: number | null;
  readonly linksNearby: number | null;
  readonly optOutsNearby: number | null;
  readonly recipientsNearby: number | null;
};

/** The columns of KeptSignals, for a select list. */
export const KEPT_SIGNALS = sql.raw(
  `s.body as signals, k.ms_since_delivery as msSinceDelivery, k.links_nearby as linksNearby,
    k.opt_outs_nearby as optOutsNearby, k.recipients_nearby as recipientsNearby`,
);

/** What a verdict is made of, again from what was kept: the same signals give the same verdict as long as its version stands. */
export function signalsOf(kept: KeptSignals): ClickSignals {
  const request = JSON.parse(kept.signals) as RequestSignals;
  const { msSinceDelivery, linksNearby, optOutsNearby, recipientsNearby } = kept;
  return {
    ...request,
    ...(msSinceDelivery === null ? {} : { msSinceDelivery }),
    ...(linksNearby === null ? {} : { linksWithin5s: linksNearby }),
    ...(linksNearby === null || optOutsNearby === null
      ? {}
      : { isUnsubscribeWithContent: optOutsNearby > 0 && linksNearby > optOutsNearby }),
    ...(recipientsNearby === null ? {} : { recipientsOfNetworkWithin60s: recipientsNearby }),
  };
}
