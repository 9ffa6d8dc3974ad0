import type { JsonObject, RawRecord } from "#customers/import/read/record.ts";
import type { FeedRecord } from "./feed-record.ts";

/** A row of a table, by its column names. */
export function rowRecord({ fields, line, broken }: RawRecord, columns: ReadonlyMap<string, number>): FeedRecord {
  const row = fields as readonly string[];
  const why = broken ?? (row.length > columns.size ? "The row has more fields than the table has columns." : undefined);
  return {
    place: `line ${line}`,
    values: (path) => {
      const text = row[columns.get(path) ?? -1]?.trim() ?? "";
      return text === "" ? [] : [text];
    },
    ...(why === undefined ? {} : { broken: why }),
  };
}

/** An object of JSON, by dotted paths; a list stands for each of its elements. */
export function objectRecord({ fields, line, broken }: RawRecord): FeedRecord {
  return {
    place: `line ${line}`,
    values: (path) => textsAt(fields, path.split(".")),
    ...(broken === undefined ? {} : { broken }),
  };
}

function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => textsAt(element, path));
  const [name, ...rest] = path;
  if (name !== undefined) {
    const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
    return isObject ? textsAt((value as JsonObject)[name], rest) : [];
  }
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  return typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}
