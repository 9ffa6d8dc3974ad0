import { err, ok } from "#kernel/result.ts";
import { productCode } from "#catalogue/products/product-set.ts";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";
import type { WholeMapping } from "./mapping.ts";
import type { Mapped } from "./map-product.ts";
import { fieldReaders, ValueReader } from "./read-values.ts";

/** What a feed of changes says of a product set: only what it names, and never a word of its copy. */
export type ProductChange = {
  readonly code: string;
  readonly price?: { readonly priceMinor: number; readonly currency: string };
  /** Pieces left; null is not limited. */
  readonly stock?: number | null;
  readonly validFrom?: number;
  readonly validUntil?: number;
};

const MAX_PIECES = 1e9;
const MAX_MINOR = 1e12;

export function changeMapper(mapping: WholeMapping, now: number): (record: FeedRecord) => Mapped<ProductChange> {
  const readers = fieldReaders(mapping);
  return (record) => {
    const read = new ValueReader(record, readers, mapping);
    const code = read.one("code");
    const price = read.price(now);
    const stock = read.stock();
    const validFrom = read.instant("validFrom");
    const validUntil = read.instant("validUntil");
    const faults = [...read.faults];
    if (code === undefined) faults.push({ field: "code", reason: "There is no value." });
    else if (!productCode.safeParse(code).success) faults.push({ field: "code", reason: "This is no code." });
    if (typeof stock === "number" && stock > MAX_PIECES) faults.push({ field: "stock", reason: "These are too many." });
    if (price !== undefined && (price.priceMinor < 0 || price.priceMinor > MAX_MINOR)) {
      faults.push({ field: "price", reason: "This is no price." });
    }
    const change = {
      ...(price === undefined ? {} : { price }),
      ...(stock === undefined ? {} : { stock }),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
    };
    if (faults.length === 0 && Object.keys(change).length === 0) {
      faults.push({ field: "stock", reason: "There is neither a price nor a stock nor a validity." });
    }
    return code === undefined || faults.length > 0 ? err({ code, faults }) : ok({ code, ...change });
  };
}
