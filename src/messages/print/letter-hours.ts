import type { ChannelHours } from "#messages/claim/claim-messages.ts";
import type { PrintSettings } from "./print-settings.ts";

/**
 * Letters of a day leave in one hour of it: all others of the week are quiet, in the zone of the house that prints. A post office
 * wakes nobody, so it is that house's clock and not hers.
 */
export function letterHours({ leaving }: Pick<PrintSettings, "leaving">): ChannelHours {
  const { hour, weekdays, zone } = leaving;
  const [from, to] = [hour * 60, ((hour + 1) % 24) * 60];
  const others = [1, 2, 3, 4, 5, 6, 7].filter((day) => !weekdays.includes(day));
  const windows = [{ from: to, to: from }];
  return {
    windows: others.length === 0 ? windows : [...windows, { from, to, weekdays: others }],
    zones: [zone],
  };
}
