import { isoOf } from "#kernel/calendar.ts";
import type { ColumnType } from "./export-column.ts";

/**
 * What a spreadsheet would run instead of show: = + - @ and their full-width forms, also behind blanks, and a field that
 * begins with a tab, a line break, NUL or a byte order mark (OWASP ASVS 5.0 V1.2.10; CSV injection).
 */
const BLANK = String.raw`\s\0\u200b\ufeff`;
const RUNS = new RegExp(String.raw`^[${BLANK}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\0\ufeff]`);

/** A text field of RFC 4180, always in quotes; an apostrophe before what would run. */
export function csvText(text: string): string {
  return `"${RUNS.test(text) ? "'" : ""}${text.replaceAll('"', '""')}"`;
}

/** A field by its type: a number is a number and is never disguised, an instant is ISO 8601, nothing is an empty field. */
export function csvField(type: ColumnType, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (type === "number" && typeof value === "number") return String(value);
  if (type === "instant" && typeof value === "number") return isoOf(value);
  if (type === "json") return csvText(JSON.stringify(value));
  return csvText(typeof value === "string" ? value : JSON.stringify(value));
}
