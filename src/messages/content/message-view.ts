import type { SelectedItem, Slot } from "#content/selection.ts";
import { epochDayOf } from "#kernel/calendar.ts";
import { formatMoney } from "#kernel/money.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import type { ItemView, MergeView } from "#templates/merge-view.ts";
import { type ReasonReader, reasonWords } from "./reason-words.ts";
import type { Sender, ShelfProduct } from "./shelf.ts";

/** What all messages of a newsletter share. */
export type NewsletterFrame = {
  readonly code: string;
  /** newsletter | trigger | direct */
  readonly kind: string;
  readonly slots: readonly Slot[];
  readonly templateName: string;
  readonly messageClass: string;
  readonly sender: Sender;
};

export type ChosenItem = { readonly item: SelectedItem; readonly product: ShelfProduct };

/** Where a message's links lead: jumpstations and own pages, or plain addresses in a preview. */
export type MessageAddresses = {
  /** The template's own links first, then one for each item. */
  readonly jump: (linkNo: number) => string;
  readonly preferencesUrl: string;
  readonly unsubscribeUrl: string;
  /** Absent where no link may name the reader. */
  readonly viewUrl?: string;
};

export type ViewInput = {
  readonly frame: NewsletterFrame;
  readonly reader: Pick<ClaimedMessage, "firstName" | "locale" | "zone" | "occurrenceOn" | "channel">;
  /** epoch ms of the choice */
  readonly now: number;
  readonly items: readonly ChosenItem[];
  /** How many links the template has of its own. */
  readonly staticLinks: number;
  readonly addresses: MessageAddresses;
};

/** Everything that the message will say. */
export function viewOf({ frame, reader, now, items, staticLinks, addresses }: ViewInput): MergeView {
  const { jump, ...pages } = addresses;
  const { locale, zone, channel } = reader;
  const slots: Record<string, ItemView[]> = {};
  for (const [index, chosen] of items.entries()) {
    (slots[chosen.item.slot] ??= []).push(itemView(chosen, { locale, zone, now, channel }, jump(staticLinks + index)));
  }
  return {
    vendor: frame.sender.vendor,
    customer: { locale, ...(reader.firstName === null ? {} : { firstName: reader.firstName }) },
    slots,
    links: Array.from({ length: staticLinks }, (_, index) => jump(index)),
    ...pages,
    occurrenceDate: longDate(locale, reader.occurrenceOn),
  };
}

function itemView(
  { item, product }: ChosenItem,
  reader: ReasonReader & { readonly channel: string },
  link: string,
): ItemView {
  const { locale, channel } = reader;
  const { title, body } = product.copy(locale, channel);
  return {
    name: title,
    description: body,
    imageUrl: product.imageUrl,
    link,
    price: formatMoney({ amountMinor: product.priceMinor, currency: product.currency }, locale),
    reason: reasonWords(item.reason, reader),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function longDate(locale: string, date: string): string {
  let format = formats.get(locale);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
    if (formats.size < 200) formats.set(locale, format);
  }
  return format.format(epochDayOf(date) * 86_400_000);
}
