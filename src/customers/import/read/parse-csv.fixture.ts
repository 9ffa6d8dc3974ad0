import { CsvReader } from "./csv-reader.ts";

/** All rows of a CSV text. For tests. */
export function parse(text: string): string[][] {
  const reader = new CsvReader({ delimiter: ",", quote: '"', hasHeader: false, skipLines: 0 });
  return [...reader.push(text).records, ...reader.end().records].map(({ fields }) => [...(fields as string[])]);
}
