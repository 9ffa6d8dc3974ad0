import type { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import { findNextDates } from "#messages/newsletters/next-dates.ts";
import type { Preferences } from "#messages/preferences/preferences.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import type { Store } from "#store/store.ts";
import type { preferencesView } from "./api-shapes.ts";

export type PreferencesView = z.infer<typeof preferencesView>;

const DATES = 3;

/** Preferences as the API shows them: no address, and the next dates beside each pace. */
export async function viewOfPreferences(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  found: Preferences,
): Promise<PreferencesView> {
  const next = await findNextDates(store, { customerId: found.customerId, now: clock.now(), count: DATES });
  return {
    customer: found.customerCode,
    locale: found.locale,
    zone: found.zone,
    isTracked: found.isTracked,
    quietHours: found.quietHours,
    pause: found.pause,
    cap: found.cap as PreferencesView["cap"],
    channelOrder: found.channelOrder as PreferencesView["channelOrder"],
    newsletters: found.newsletters.map(
      ({ id, code, title, topic, isOn, channel, channelOrder, pace, minute, isOwnPace, isShared, ownCopy }) => ({
        code,
        title,
        topic,
        isOn,
        channel,
        channelOrder: channelOrder as PreferencesView["channelOrder"],
        pace,
        minute,
        isOwnPace,
        isShared,
        ownCopy,
        words: describePace(pace, found.locale),
        nextDates: next.find(({ newsletterId }) => newsletterId === id)?.dates ?? [],
      }),
    ),
  };
}
