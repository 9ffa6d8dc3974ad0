import type { Attributes, ProductSet } from "#content/product.ts";
import { localeChain } from "./locale.ts";

/** The words of a product set for one locale and channel. */
export type ProductWords = {
  readonly locale: string;
  /** "" is every channel. */
  readonly channel: string;
  readonly title: string;
  readonly body: string;
  readonly callToAction: string;
};

/** A product set as selection, messages and pages see it. */
export type LoadedProduct = ProductSet & {
  readonly imageUrl: string;
  readonly linkUrl: string;
  readonly launchedAt: number;
  readonly words: readonly ProductWords[];
  /**
   * The words for a reader: the nearest locale decides (de-CH, de, en, then whatever there is), then the channel's own words
   * before those for every channel. A product set without any words shows its code.
   */
  copy(locale: string, channel: string): ProductWords;
};

/** May be shown at this moment: within its validity and in stock. */
export function isAvailable(product: LoadedProduct, now: number): boolean {
  return isValid(product, now) && product.stock !== 0;
}

export function isValid({ validFrom, validUntil }: LoadedProduct, now: number): boolean {
  return (validFrom === undefined || now >= validFrom) && (validUntil === undefined || now < validUntil);
}

/** A row of product_sets as a JSON array, in this order. */
export const productColumns =
  "id, state, updated_at, code, category, price_minor, currency, image_url, link_url, tags, attributes, valid_from, valid_until, stock, is_repurchasable, launched_at";

export type ProductTuple = [
  id: number,
  state: string,
  updatedAt: number,
  code: string,
  category: string,
  priceMinor: number,
  currency: string,
  imageUrl: string,
  linkUrl: string,
  tags: string,
  attributes: string,
  ...end: [
    validFrom: number | null,
    validUntil: number | null,
    stock: number | null,
    isRepurchasable: number,
    launchedAt: number,
  ],
];

export function loadedProduct(row: ProductTuple, words: readonly ProductWords[]): LoadedProduct {
  const [id, , , code, category, priceMinor, currency, imageUrl, linkUrl, tags, attributes, ...end] = row;
  const [validFrom, validUntil, stock, isRepurchasable, launchedAt] = end;
  return {
    id,
    code,
    category,
    priceMinor,
    currency,
    imageUrl,
    linkUrl,
    tags: JSON.parse(tags) as string[],
    attributes: JSON.parse(attributes) as Attributes,
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(stock === null ? {} : { stock }),
    launchedAt,
    isRepurchasable: isRepurchasable === 1,
    words,
    copy: copyFrom(words, code),
  };
}

/** Readers share a few locales, so each answer is found once. */
function copyFrom(all: readonly ProductWords[], code: string): LoadedProduct["copy"] {
  const known = new Map<string, ProductWords>();
  return (locale, channel) => {
    const key = `${locale} ${channel}`;
    let words = known.get(key);
    if (words === undefined) {
      words = findWords(all, locale, channel) ?? { locale, channel, title: code, body: "", callToAction: "" };
      if (known.size < MAX_KNOWN) known.set(key, words);
    }
    return words;
  };
}

const MAX_KNOWN = 200;

function findWords(all: readonly ProductWords[], locale: string, channel: string): ProductWords | undefined {
  for (const wanted of localeChain(locale)) {
    const inLocale = all.filter((words) => words.locale === wanted);
    const found = ofChannel(inLocale, channel);
    if (found !== undefined) return found;
  }
  return ofChannel(all, channel) ?? all[0];
}

function ofChannel(all: readonly ProductWords[], channel: string): ProductWords | undefined {
  return all.find((words) => words.channel === channel) ?? all.find((words) => words.channel === "");
}
