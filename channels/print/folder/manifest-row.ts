import type { FiledLetter } from "./folder-channel.ts";

/** First line of a day's list. */
export const MANIFEST_HEAD = "file,format,sheets,addressee,postcode,city,country\r\n";

/** One letter as a line of CSV (RFC 4180). A cell that a table program would take for a formula begins with an apostrophe. */
export function manifestRow({ key, format, sheets, address }: FiledLetter): string {
  const { addressee, postcode, city, country } = address;
  const cells = [fileOf(key), format, String(sheets), addressee, postcode, city, country];
  return `${cells.map(cellOf).join(",")}\r\n`;
}

export function fileOf(key: string): string {
  return `${key}.pdf`;
}

function cellOf(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
