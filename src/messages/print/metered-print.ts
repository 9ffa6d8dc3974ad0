import type { Channel, PrintContent } from "#channels/channel.ts";
import { parsePostalText } from "#channels/postal-address.ts";
import type { Clock } from "#kernel/clock.ts";
import { dayOf, refund, spend } from "#messages/phone/spend-limit.ts";
import type { Store } from "#store/store.ts";
import { letterPriceMilli } from "./letter-price.ts";
import type { PrintSettingsSource } from "./print-settings.ts";

export type MeteredPrintDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: PrintSettingsSource;
};

/** A channel for letters that costs no more than the day's limit. What that holds back is deferred, and nothing of it has left. */
export function meteredPrint(channel: Channel<PrintContent>, deps: MeteredPrintDeps): Channel<PrintContent> {
  return {
    ...channel,
    send: async (message, options) => {
      const { store, clock } = deps;
      const settings = await deps.settings();
      const { day, endsAt } = dayOf(clock.now());
      const country = parsePostalText(message.to)?.country ?? "";
      const milli = letterPriceMilli(settings, { country, sheets: message.content.sheets });
      const limitMilli = Math.min((settings.dailyLimitMinor ?? Infinity) * 1_000, Number.MAX_SAFE_INTEGER);
      const isWithin = milli === 0 || (await spend(store, { channel: "print", day, costs: [milli], limitMilli })) === 1;
      if (!isWithin) return { kind: "deferred", reason: "daily_spend", retryAt: endsAt };
      const outcome = await channel.send(message, options);
      // What may have been taken may have to be paid.
      if (outcome.kind === "deferred" || outcome.kind === "rejected") {
        await refund(store, { channel: "print", day, milli });
      }
      return outcome;
    },
  };
}
