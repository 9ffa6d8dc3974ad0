import type { BrandPalette } from "./brand-palette.ts";
import type { DataView } from "./template-inputs.ts";

/**
 * Everything that a message may say. Plain data: texts are unescaped, money and dates are already written in the customer's
 * locale, addresses are whole. A template sees nothing else, so a field that isn't here can't leave the house in a message.
 */
export type MergeView = {
  readonly vendor: VendorView;
  readonly customer: CustomerView;
  /** Chosen content by slot, for example `picks`. A slot without content is missing or empty. */
  readonly slots: Readonly<Record<string, readonly ItemView[]>>;
  /**
   * The message's address for each of `CompiledTemplate.staticLinks`, in that order: jumpstations where the customer lets clicks be
   * linked to her. Absent, or undefined at a place: the template's own address.
   */
  readonly links?: readonly (string | undefined)[];
  readonly preferencesUrl: string;
  readonly unsubscribeUrl: string;
  /** The same message as a page. Absent for a customer who is not tracked: it would be a link that names her. */
  readonly viewUrl?: string;
  /** The day for which the message was planned, written out in the customer's locale. */
  readonly occurrenceDate: string;
  readonly gift?: GiftView;
  readonly notice?: NoticeView;
  /** What the template's own inputs were given (template-inputs.ts), written in the customer's locale. */
  readonly data?: Readonly<Record<string, DataView>>;
};

export type VendorView = {
  readonly name: string;
  readonly websiteUrl: string;
  readonly logoUrl: string;
  /** One line. Marketing mail must show where the sender can be reached by post. */
  readonly postalAddress: string;
  readonly palette: BrandPalette;
};

export type CustomerView = {
  readonly firstName?: string;
  /** BCP 47. Decides the wordings, and with them language and direction of the message. */
  readonly locale: string;
};

export type ItemView = {
  readonly name: string;
  /** Square, at least 512 pixels wide. */
  readonly imageUrl: string;
  readonly link: string;
  readonly price: string;
  /** Struck through beside the price. */
  readonly priceBefore?: string;
  readonly description?: string;
  /** Why this customer sees this item, as a sentence. */
  readonly reason?: string;
};

export type GiftView = {
  readonly title: string;
  readonly code?: string;
  readonly validUntil?: string;
  readonly link: string;
};

export type NoticeView = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly facts?: ReadonlyArray<{ readonly label: string; readonly value: string }>;
  readonly actionLabel?: string;
  readonly actionUrl?: string;
};

/** What a path of a template may name: a value to print, a list of shapes, fields by name, or fields under any name. */
export type Shape =
  | "value"
  | { readonly list: Shape }
  | { readonly fields: ReadonlyMap<string, Shape> }
  | { readonly any: Shape };

const fields = (shapes: Readonly<Record<string, Shape>>): Shape => ({ fields: new Map(Object.entries(shapes)) });
const values = (...names: readonly string[]): Shape => fields(Object.fromEntries(names.map((name) => [name, "value"])));

const item = values("name", "imageUrl", "link", "price", "priceBefore", "description", "reason");

/** The same as `MergeView`, for the check at publish; with the names that the merge adds. */
export const viewShape: Shape = fields({
  vendor: fields({
    name: "value",
    websiteUrl: "value",
    logoUrl: "value",
    postalAddress: "value",
    palette: values("accent", "onAccent", "accentDark", "onAccentDark"),
  }),
  customer: values("firstName", "locale"),
  slots: { any: { list: item } },
  links: { list: "value" },
  preferencesUrl: "value",
  unsubscribeUrl: "value",
  viewUrl: "value",
  occurrenceDate: "value",
  gift: values("title", "code", "validUntil", "link"),
  notice: fields({
    title: "value",
    paragraphs: { list: "value" },
    facts: { list: values("label", "value") },
    actionLabel: "value",
    actionUrl: "value",
  }),
  subject: "value",
  preheader: "value",
  lang: "value",
  dir: "value",
  start: "value",
  end: "value",
});
