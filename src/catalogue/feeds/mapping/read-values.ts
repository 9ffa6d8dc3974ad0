import { readInstant } from "#customers/import/values/date-form.ts";
import { plainNumber } from "#customers/import/values/number-form.ts";
import type { AttributeType } from "#content/vocabulary.ts";
import { readPrice } from "./read-price.ts";
import type { FieldName, WholeMapping } from "./mapping.ts";
import { plainText } from "./plain-text.ts";
import { readerOf, type ReadSource } from "./source.ts";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";

/** Why a field can't be what it should, in words that never repeat the value. */
export type FieldFault = { readonly field: string; readonly reason: string };

export type FieldReaders = Readonly<Partial<Record<FieldName, ReadSource>>>;

export function fieldReaders({ fields }: WholeMapping): FieldReaders {
  return Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, readerOf(spec)]));
}

/** Reads the fields of one record, and gathers what is wrong with them. */
export class ValueReader {
  readonly faults: FieldFault[] = [];
  readonly #record: FeedRecord;
  readonly #readers: FieldReaders;
  readonly #mapping: WholeMapping;

  constructor(record: FeedRecord, readers: FieldReaders, mapping: WholeMapping) {
    this.#record = record;
    this.#readers = readers;
    this.#mapping = mapping;
  }

  all(name: FieldName): readonly string[] {
    return this.#readers[name]?.(this.#record) ?? [];
  }

  one(name: FieldName): string | undefined {
    return this.all(name)[0];
  }

  /** Words for people: the text of HTML, at most `max` characters of it. */
  words(text: string | undefined, max: number): string | undefined {
    const plain = text === undefined || !this.#mapping.isHtml ? text : plainText(text);
    return plain === undefined ? undefined : shortened(plain, max);
  }

  price(now: number): { readonly priceMinor: number; readonly currency: string } | undefined {
    const name = this.#isOnSale(now) ? "salePrice" : "price";
    const text = this.one(name);
    if (text === undefined) return undefined;
    const found = readPrice(text, this.#mapping, this.one("currency"));
    if (typeof found !== "string") return found;
    this.faults.push({ field: name, reason: found });
    return undefined;
  }

  #isOnSale(now: number): boolean {
    if (this.one("salePrice") === undefined) return false;
    const period = this.one("salePeriod");
    if (period === undefined) return true;
    const [from, until] = period.split("/").map((text) => this.#instant(text.trim()));
    if (from !== undefined && until !== undefined) return now >= from && now < until;
    this.faults.push({ field: "salePeriod", reason: "Two instants with a slash between are expected." });
    return false;
  }

  instant(name: "validFrom" | "validUntil" | "launchedAt"): number | undefined {
    const text = this.one(name);
    if (text === undefined) return undefined;
    const at = this.#instant(text);
    if (at === undefined)
      this.faults.push({ field: name, reason: "This is no instant in the form that the mapping says." });
    return at;
  }

  #instant(text: string): number | undefined {
    return readInstant(text, this.#mapping.date, this.#mapping.zone);
  }

  /** Pieces left; null is not limited, undefined not said. */
  stock(): number | null | undefined {
    const word = this.one("availability");
    const isGone = word === undefined ? undefined : isOutOfStock(word);
    if (isGone === "unknown")
      this.faults.push({ field: "availability", reason: "Whether there are any is not clear." });
    if (isGone === true) return 0;
    const text = this.one("stock");
    if (text === undefined) return word === undefined ? undefined : null;
    const pieces = Number(plainNumber(text, this.#mapping) ?? Number.NaN);
    if (Number.isFinite(pieces)) return Math.max(0, Math.floor(pieces));
    this.faults.push({ field: "stock", reason: "This is no number of pieces." });
    return undefined;
  }

  flag(name: "isRepurchasable"): boolean | undefined {
    const text = this.one(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (/^(?:true|yes|y|1)$/.test(text)) return true;
    if (/^(?:false|no|n|0)$/.test(text)) return false;
    this.faults.push({ field: name, reason: "Expected true or false." });
    return undefined;
  }

  /** A value as the vocabulary declares the field; an undeclared one stays a text, and is refused as such. */
  attribute(values: readonly string[], type: AttributeType | undefined): unknown {
    const [text = ""] = values;
    if (type === "strings") return values;
    if (type === "int" || type === "double") return Number(plainNumber(text, this.#mapping) ?? Number.NaN);
    if (type === "bool") return /^(?:true|yes|1)$/i.test(text) ? true : /^(?:false|no|0)$/i.test(text) ? false : text;
    return text;
  }
}

const GONE = /^(?:out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|unavailable|false|no|0)$/i;
const THERE =
  /^(?:in[ _-]?stock|limited(?:[ _-]?availability)?|available(?: for order)?|pre[ _-]?order|back[ _-]?order|true|yes|1)$/i;

/** Google's words, schema.org's addresses of the same, and yes and no. */
function isOutOfStock(word: string): boolean | "unknown" {
  const plain = word.replace(/^https?:\/\/schema\.org\//i, "");
  if (GONE.test(plain)) return true;
  return THERE.test(plain) ? false : "unknown";
}

function shortened(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed().trimEnd();
}
