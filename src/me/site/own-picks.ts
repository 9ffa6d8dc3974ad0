import type { Slot } from "#content/selection.ts";
import { formatMoney } from "#kernel/money.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import { choose } from "#messages/content/newsletter-content.ts";
import { reasonWords } from "#messages/content/reason-words.ts";
import type { Shelf, ShelfProduct } from "#messages/content/shelf.ts";
import type { OwnSession } from "#me/enter/own-session.ts";
import type { MeDeps } from "#me/me-deps.ts";

/** A product set as her page shows it. */
export type OwnProduct = {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly imageUrl: string;
  readonly price: string;
};

/** What was chosen for her, and why, in her words. */
export type OwnPick = OwnProduct & { readonly reason: string };

const slots: readonly Slot[] = [{ name: "own-page", size: 12, maxPerCategory: 4 }];

export function ownShelf(deps: Pick<MeDeps, "shelf">): Promise<Shelf> {
  return deps.shelf(slots);
}

/**
 * What a message would show her today: the same rules, scores and reasons. One seed for each day, so that what she saw this
 * morning is there in the evening.
 */
export async function ownPicks(
  deps: Pick<MeDeps, "reads" | "store" | "clock">,
  shelf: Shelf,
  { customerId, locale, zone }: Pick<OwnSession, "customerId" | "locale" | "zone">,
): Promise<readonly OwnPick[]> {
  const now = deps.clock.now();
  const { eventNames, attributeNames } = shelf;
  const store = { ...deps.store, ...deps.reads };
  const readers = await loadReaders(store, { customerIds: [customerId], now, eventNames, attributeNames });
  const occurrenceOn = wallClockIn(zone, now).date;
  const message = { customerId, locale, zone, channel: "web", newsletterCode: "own-page", occurrenceOn };
  return choose(shelf, { message, reader: readers.get(customerId), now }).map(({ item, product }) => ({
    ...ownProduct(product, locale),
    reason: reasonWords(item.reason, { locale, zone, now }),
  }));
}

export function ownProduct(product: ShelfProduct, locale: string): OwnProduct {
  const { code, category, imageUrl, priceMinor, currency } = product;
  return {
    code,
    category,
    imageUrl,
    title: product.copy(locale, "web").title,
    price: formatMoney({ amountMinor: priceMinor, currency }, locale),
  };
}
