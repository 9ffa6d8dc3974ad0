import { z } from "zod";
import type { FeedRecord } from "#catalogue/feeds/read/feed-record.ts";

const path = z.string().min(1).max(200);
const separator = z.string().min(1).max(10);

const longSource = z.strictObject({
  from: z
    .union([path, z.array(path).min(1).max(10)])
    .optional()
    .describe("A column, or a path inside the element or object. Of several the first that has a value."),
  text: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe("A text with paths in braces, whose values are encoded for an address.")
    .meta({ examples: ["https://shop.example/products/{Handle}"] }),
  constant: z.string().min(1).max(500).optional().describe("The same for each product."),
  pick: z
    .enum(["first", "last", "least", "sum", "all"])
    .default("first")
    .describe("Which of several values: of a list, of repeated elements, or of rows that are one product."),
  part: z
    .strictObject({ of: separator, which: z.enum(["first", "last"]) })
    .optional()
    .describe('One part of a value such as "Home > Garden > Tools".'),
  split: separator.optional().describe("A list stands in one value: what separates its members."),
  values: z
    .record(z.string().max(200), z.string().max(500))
    .optional()
    .describe("What the feed's words mean; a word that is not here stays."),
});

export const source = z.union([path, longSource]).describe("A column or path, or how the value is made.");

export type SourceSpec = z.output<typeof source>;

/** The values of one field: none where the record has none. */
export type ReadSource = (record: FeedRecord) => readonly string[];

export function readerOf(spec: SourceSpec): ReadSource {
  if (typeof spec === "string") return (record) => record.values(spec).slice(0, 1);
  const raw = rawReader(spec);
  const { pick, part, split, values } = spec;
  return (record) => {
    let found = picked(raw(record), pick);
    if (split !== undefined) found = found.flatMap((text) => text.split(split).map((member) => member.trim()));
    if (part !== undefined) found = found.map((text) => partOf(text, part));
    if (values !== undefined) found = found.map((text) => (Object.hasOwn(values, text) ? (values[text] ?? "") : text));
    return found.filter((text) => text !== "");
  };
}

function rawReader({ from, text, constant }: Exclude<SourceSpec, string>): ReadSource {
  if (constant !== undefined) return () => [constant];
  if (text !== undefined) return (record) => filled(text, record);
  const paths = from === undefined ? [] : [from].flat();
  return (record) => {
    for (const each of paths) {
      const found = record.values(each);
      if (found.length > 0) return found;
    }
    return [];
  };
}

/** Nothing where one of its paths has no value: half an address leads nowhere. */
function filled(text: string, record: FeedRecord): readonly string[] {
  let isWhole = true;
  const made = text.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const [value] = record.values(name);
    if (value === undefined) isWhole = false;
    return encodeURIComponent((value ?? "").toWellFormed());
  });
  return isWhole ? [made] : [];
}

function picked(values: readonly string[], pick: "first" | "last" | "least" | "sum" | "all"): readonly string[] {
  if (values.length < 2 || pick === "all") return values;
  if (pick === "first") return values.slice(0, 1);
  if (pick === "last") return values.slice(-1);
  const numbers = values.map((text) => ({ text, number: numberIn(text) }));
  // One that is no number decides: it is what will be refused, with its place.
  const odd = numbers.find(({ number }) => Number.isNaN(number));
  if (odd !== undefined) return [odd.text];
  if (pick === "sum") return [String(numbers.reduce((sum, { number }) => sum + number, 0))];
  return [numbers.reduce((least, each) => (each.number < least.number ? each : least)).text];
}

function numberIn(text: string): number {
  return Number(/-?\d+(?:\.\d+)?/.exec(text)?.[0] ?? Number.NaN);
}

function partOf(text: string, { of, which }: { readonly of: string; readonly which: "first" | "last" }): string {
  const parts = text.split(of);
  return ((which === "first" ? parts[0] : parts.at(-1)) ?? "").trim();
}
