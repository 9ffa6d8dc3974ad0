import type { SelectedItem, Slot } from "#content/selection.ts";
import { epochDayOf } from "#kernel/calendar.ts";
import { formatMoney } from "#kernel/money.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import type { ItemView, MergeView } from "#templates/merge-view.ts";
import { signToken, tokenDayOf, type TokenKeys } from "#tracking/token.ts";
import { reasonWords } from "./reason-words.ts";
import type { Sender, ShelfProduct } from "./shelf.ts";

/** What all messages of a newsletter share. */
export type NewsletterFrame = {
  readonly code: string;
  readonly slots: readonly Slot[];
  readonly templateName: string;
  readonly messageClass: string;
  readonly sender: Sender;
  readonly publicUrl: string;
};

export type ChosenItem = { readonly item: SelectedItem; readonly product: ShelfProduct };

export type ViewInput = {
  readonly frame: NewsletterFrame;
  readonly tokens: TokenKeys;
  readonly message: ClaimedMessage;
  readonly items: readonly ChosenItem[];
  /** The template's own links first, then one for each item. */
  readonly linkIds: readonly number[];
  readonly staticLinks: number;
  readonly now: number;
};

/** Links in old mail go on working this long: a reader may come back to a newsletter after a year. */
const LINK_DAYS = 400;

/**
 * Everything that the message will say. A customer who did not agree to be tracked gets links that are the same for
 * everybody; only preferences and unsubscribe know her, since without that she could not be served.
 */
export function viewOf(input: ViewInput): MergeView {
  const { frame, tokens, message, items, linkIds, staticLinks, now } = input;
  const day = tokenDayOf(now) + LINK_DAYS;
  const page = (purpose: "preferences" | "unsubscribe" | "view", path: string) =>
    `${frame.publicUrl}/${path}/${signToken(tokens, purpose, { messageNumber: message.id, link: 0, day })}`;
  const jump = (linkNo: number) =>
    message.isTracked === 1
      ? `${frame.publicUrl}/j/${signToken(tokens, "click", { messageNumber: message.id, link: linkNo, day })}`
      : `${frame.publicUrl}/c/${signToken(tokens, "campaign", { messageNumber: linkIds[linkNo] ?? 0, link: 0, day })}`;
  const slots: Record<string, ItemView[]> = {};
  for (const [index, chosen] of items.entries()) {
    (slots[chosen.item.slot] ??= []).push(itemView(chosen, message.locale, jump(staticLinks + index)));
  }
  return {
    vendor: frame.sender.vendor,
    customer: { locale: message.locale, ...(message.firstName === null ? {} : { firstName: message.firstName }) },
    slots,
    links: Array.from({ length: staticLinks }, (_, index) => jump(index)),
    preferencesUrl: page("preferences", "p"),
    unsubscribeUrl: page("unsubscribe", "u"),
    viewUrl: page("view", "v"),
    occurrenceDate: longDate(message.locale, message.occurrenceOn),
  };
}

function itemView({ item, product }: ChosenItem, locale: string, link: string): ItemView {
  const { title, body } = product.copy(locale, "email");
  return {
    name: title,
    description: body,
    imageUrl: product.imageUrl,
    link,
    price: formatMoney({ amountMinor: product.priceMinor, currency: product.currency }, locale),
    reason: reasonWords(item.reason, locale),
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
