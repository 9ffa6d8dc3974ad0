import type { z } from "zod";
import type { FieldTypes } from "#content/vocabulary.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";
import { attributeFaults } from "#catalogue/products/attribute-faults.ts";
import { type ProductSetInput, productSetWithCode } from "#catalogue/products/product-set.ts";
import { checkLink } from "#catalogue/products/check-link.ts";
import type { DestinationPolicy } from "#tracking/destination.ts";
import { isoOf } from "#kernel/calendar.ts";
import { textFaults } from "#web/text-faults.ts";
import type { WholeMapping } from "./mapping.ts";
import { type FieldFault, fieldReaders, ValueReader } from "./read-values.ts";
import { readerOf } from "./source.ts";

export type MapWorld = {
  readonly attributes: FieldTypes;
  readonly policy: DestinationPolicy;
  readonly now: number;
};

export type Mapped<T> = Result<T, { readonly code: string | undefined; readonly faults: readonly FieldFault[] }>;

const MAX_BODY = 5_000;
const MAX_TITLE = 200;

/** Makes product sets of records; all faults of one are told together. */
export function productMapper(
  mapping: WholeMapping,
  { attributes, policy, now }: MapWorld,
): (record: FeedRecord) => Mapped<ProductSetInput> {
  const readers = fieldReaders(mapping);
  const attributeReaders = Object.entries(mapping.attributes).map(([name, spec]) => [name, readerOf(spec)] as const);
  const wordings = mapping.copy.map((copy) => ({
    ...copy,
    readTitle: readerOf(copy.title),
    readBody: copy.body === undefined ? () => [] : readerOf(copy.body),
    readCall: copy.callToAction === undefined ? () => [] : readerOf(copy.callToAction),
  }));

  return (record) => {
    const read = new ValueReader(record, readers, mapping);
    const code = read.one("code");
    const further = wordings.flatMap(({ locale, channel, readTitle, readBody, readCall }) => {
      const title = read.words(readTitle(record)[0], MAX_TITLE);
      if (title === undefined) return [];
      const body = read.words(readBody(record)[0], MAX_BODY) ?? "";
      return [{ locale, channel, title, body, callToAction: read.words(readCall(record)[0], 60) ?? "" }];
    });
    const candidate = {
      code,
      category: read.one("category"),
      ...read.price(now),
      imageUrl: read.one("imageUrl"),
      linkUrl: read.one("linkUrl"),
      stock: read.stock() ?? null,
      ...given("tags", tagsOf(read.all("tags"))),
      ...given("isRepurchasable", read.flag("isRepurchasable")),
      ...given("validFrom", isoAt(read.instant("validFrom"))),
      ...given("validUntil", isoAt(read.instant("validUntil"))),
      ...given("launchedAt", isoAt(read.instant("launchedAt"))),
      attributes: Object.fromEntries(
        attributeReaders.flatMap(([name, readValues]) => {
          const values = readValues(record);
          return values.length === 0 ? [] : [[name, read.attribute(values, attributes[name])]];
        }),
      ),
      copy: [
        {
          locale: mapping.locale,
          title: read.words(read.one("title"), MAX_TITLE),
          body: read.words(read.one("body"), MAX_BODY) ?? "",
          callToAction: read.words(read.one("callToAction"), 60) ?? "",
        },
        ...further,
      ],
    };
    return checked(candidate, read.faults, { attributes, policy, now });
  };
}

function given(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

function isoAt(at: number | undefined): string | undefined {
  return at === undefined ? undefined : isoOf(at);
}

function tagsOf(tags: readonly string[]): readonly string[] | undefined {
  return tags.length === 0 ? undefined : [...new Set(tags)].slice(0, 50);
}

function checked(
  candidate: { readonly code: string | undefined },
  found: readonly FieldFault[],
  { attributes, policy }: MapWorld,
): Mapped<ProductSetInput> {
  const faults = [...found, ...textFaults(candidate).map(({ pointer, message }) => fault(pointer, message))];
  const parsed = productSetWithCode.safeParse(candidate);
  if (!parsed.success) {
    const known = new Set(faults.map(({ field }) => (field === "salePrice" ? "price" : field)));
    faults.push(...parsed.error.issues.map(issueFault).filter(({ field }) => !known.has(field)));
    return err({ code: candidate.code, faults: distinct(faults) });
  }
  faults.push(...attributeFaults(parsed.data, attributes, "").map(({ pointer, message }) => fault(pointer, message)));
  const link = checkLink(parsed.data.linkUrl, policy);
  if (!link.ok) faults.push({ field: "linkUrl", reason: link.error });
  if (faults.length > 0 || !link.ok) return err({ code: parsed.data.code, faults: distinct(faults) });
  return ok({ ...parsed.data, linkUrl: link.value });
}

function fault(pointer: string, reason: string): FieldFault {
  return { field: pointer.slice(1).replaceAll("/", "."), reason };
}

/** The schema's words in the mapping's names; a value that is not there is told as that. */
function issueFault({ path, message, code, ...issue }: z.core.$ZodIssue): FieldFault {
  const [first, , third] = path.map(String);
  const name = first === "priceMinor" || first === "currency" ? "price" : first === "copy" ? (third ?? "title") : first;
  const isAbsent = code === "invalid_type" && !("input" in issue && issue.input !== undefined);
  return { field: name ?? "", reason: isAbsent ? "There is no value." : message };
}

function distinct(faults: readonly FieldFault[]): readonly FieldFault[] {
  const seen = new Set<string>();
  return faults.filter(({ field }) => !seen.has(field) && seen.add(field));
}
