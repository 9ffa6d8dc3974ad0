import type { SelectedItem } from "#content/selection.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import type { Reader } from "./load-readers.ts";
import type { Shelf } from "./shelf.ts";

/** What of a message the choice depends on. */
export type Occasion = Pick<
  ClaimedMessage,
  "customerId" | "locale" | "zone" | "channel" | "newsletterCode" | "occurrenceOn"
>;

type About = { readonly message: Occasion; readonly reader: Reader | undefined; readonly now: number };

/** Asks the selector with everything that is known of the message's customer. */
export function selectFor(shelf: Shelf, { message, reader, now }: About): readonly SelectedItem[] {
  const idsOf = (codes: readonly string[]) => codes.flatMap((code) => shelf.idByCode.get(code) ?? []);
  const shown = [...(reader?.shownTimesByCode ?? [])].flatMap(([code, times]) => {
    const id = shelf.idByCode.get(code);
    return id === undefined ? [] : [[id, times] as const];
  });
  const selection = shelf.selector.select({
    customer: {
      attributes: reader?.attributes ?? {},
      events: reader?.events ?? [],
      boughtIds: idsOf(reader?.boughtCodes ?? []),
      shownTimesById: new Map(shown),
      segmentCodes: reader?.segmentCodes,
      scoreByCode: reader?.scoreByCode,
    },
    scores: {
      affinityByCategory: reader?.affinityByCategory ?? {},
      signalByCategory: reader?.signalByCategory,
      popularityByProductId: shelf.popularityById,
      foretoldByCategory: reader?.foretold?.byCategory,
      foretoldByCode: reader?.foretold?.byCode,
    },
    nowMs: now,
    date: dateIn(message.zone, now),
    channel: message.channel,
    locale: message.locale,
    occurrence: `${message.newsletterCode} ${message.occurrenceOn}`,
    seed: message.customerId,
  });
  return selection.slots.flatMap((slot) => slot.items);
}

const dates = new Map<string, { readonly at: number; readonly date: string }>();

/** A batch is chosen at one moment for customers of a few zones; a zoned date costs as much as a tenth of a selection. */
function dateIn(zone: string, at: number): string {
  const known = dates.get(zone);
  if (known?.at === at) return known.date;
  const { date } = wallClockIn(zone, at);
  if (known !== undefined || dates.size < 1_000) dates.set(zone, { at, date });
  return date;
}
