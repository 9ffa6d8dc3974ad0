import { type Page, pageOf } from "#kernel/page.ts";
import type { Catalogue } from "#catalogue/load-catalogue.ts";
import { isAvailable, type LoadedProduct } from "#catalogue/loaded-product.ts";

/** Where pages look for a product's words before those for every channel. */
export const PAGE_CHANNEL = "web";

type Entry = { readonly product: LoadedProduct; readonly text: string; readonly key: string };

/** What pages need of a catalogue, made once for each language. */
export type Browsable = {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly locale: string;
};

const madeFor = new WeakMap<Catalogue, { readonly byLocale: Map<string, Browsable>; readonly locales: Set<string> }>();

function remembered(catalogue: Catalogue) {
  let made = madeFor.get(catalogue);
  if (made === undefined) {
    const products = [...catalogue.productById.values()];
    const locales = new Set(products.flatMap((product) => product.words.map((words) => words.locale)));
    made = { byLocale: new Map(), locales };
    madeFor.set(catalogue, made);
  }
  return made;
}

/** Every locale in which some product set has words. */
export function localesOf(catalogue: Catalogue): ReadonlySet<string> {
  return remembered(catalogue).locales;
}

/** `locale` is one of `localesOf` or the last resort. */
export function browsable(catalogue: Catalogue, locale: string): Browsable {
  const { byLocale } = remembered(catalogue);
  const known = byLocale.get(locale);
  if (known !== undefined) return known;
  const entries = [...catalogue.productById.values()]
    .map((product) => ({ product, text: searchText(product, locale), key: sortKey(product) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  const made = { entries, locale };
  byLocale.set(locale, made);
  return made;
}

// Newest first, then by code, as one text that sorts.
function sortKey(product: LoadedProduct): string {
  return `${String(Number.MAX_SAFE_INTEGER - product.launchedAt).padStart(16, "0")} ${product.code}`;
}

function searchText(product: LoadedProduct, locale: string): string {
  const { title, body } = product.copy(locale, PAGE_CHANNEL);
  return foldText([title, product.category, product.code, ...product.tags, body].join(" "));
}

/** Case and accents don't matter to somebody who searches. */
function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

export type BrowseQuestion = {
  readonly category?: string | undefined;
  readonly search?: string | undefined;
  /** The key after which the page begins. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly now: number;
};

/** One page of available product sets: of the category, with every word of the search in them. */
export function browseProducts({ entries }: Browsable, question: BrowseQuestion): Page<LoadedProduct> {
  const words = foldText(question.search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const found: Entry[] = [];
  for (const entry of entries) {
    if (question.after !== undefined && entry.key <= question.after) continue;
    if (question.category !== undefined && entry.product.category !== question.category) continue;
    if (!isAvailable(entry.product, question.now)) continue;
    if (!words.every((word) => entry.text.includes(word))) continue;
    found.push(entry);
    if (found.length > question.limit) break;
  }
  const page = pageOf(found, question.limit, (entry) => [entry.key]);
  return { ...page, items: page.items.map((entry) => entry.product) };
}

/** Categories with something available, the largest first. */
export function categoriesOf({ entries }: Browsable, now: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { product } of entries) {
    if (isAvailable(product, now)) counts.set(product.category, (counts.get(product.category) ?? 0) + 1);
  }
  return [...counts].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)).map(([name]) => name);
}

/** Available product sets of the same category: those that share the most tags first, then those near in price. */
export function relatedProducts({ entries }: Browsable, product: LoadedProduct, now: number): readonly LoadedProduct[] {
  const tags = new Set(product.tags);
  const distance = (other: LoadedProduct) => Math.abs(other.priceMinor - product.priceMinor);
  return entries
    .map((entry) => entry.product)
    .filter((other) => other.id !== product.id && other.category === product.category && isAvailable(other, now))
    .map((other) => ({ other, shared: other.tags.filter((tag) => tags.has(tag)).length }))
    .sort((left, right) => right.shared - left.shared || distance(left.other) - distance(right.other))
    .slice(0, RELATED)
    .map(({ other }) => other);
}

const RELATED = 4;
