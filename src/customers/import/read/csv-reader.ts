import type { FileFault } from "./file-fault.ts";
import { READ_LIMITS } from "./limits.ts";
import type { RawRecord } from "./record.ts";

export type CsvForm = {
  /** One to four characters; found in the first line where it is undefined. */
  readonly delimiter?: string | undefined;
  /** One character; "" where nothing is quoted. */
  readonly quote: string;
  readonly hasHeader: boolean;
  /** Lines before the table that are skipped, and lines that begin with `comment`. */
  readonly skipLines: number;
  readonly comment?: string | undefined;
};

const MAX_DELIMITER = 4;
const DELIMITERS = [",", ";", "\t", "|"];

/** A place in the text: the record that begins there is not whole yet. */
const INCOMPLETE = -1;

/**
 * RFC 4180 in pieces: push text as it comes, take records as they are whole. Every record knows its number and its physical
 * line; an open quotation mark, an endless record or too many columns end the reading with their place. Text before or after
 * a quoted part of a field breaks its record only.
 *
 * Why not a library: docs/decisions/0025.
 */
export class CsvReader {
  readonly #form: CsvForm;
  #delimiter: string;
  #newline = "";
  #rest = "";
  #line = 1;
  #number = 0;
  #linesToSkip: number;
  #header: readonly string[] | undefined;
  #blanks = 0;
  /** The next of each kind in the text at hand: looked for once, not once a field. */
  #delimiterAt = -1;
  #quoteAt = -1;
  #newlineAt = -1;
  #hasNul = false;

  constructor(form: CsvForm) {
    this.#form = form;
    this.#delimiter = form.delimiter ?? "";
    this.#linesToSkip = form.skipLines;
  }

  /** The names in the first line, once it was read. */
  get header(): readonly string[] | undefined {
    return this.#header;
  }

  /** The physical line that comes next. */
  get line(): number {
    return this.#line;
  }

  /** Lines that held nothing. */
  get blankLines(): number {
    return this.#blanks;
  }

  push(text: string): { records: RawRecord[]; fault?: FileFault } {
    return this.#read(this.#rest + text, false);
  }

  end(): { records: RawRecord[]; fault?: FileFault } {
    const rest = this.#rest;
    this.#rest = "";
    return this.#read(rest, true);
  }

  #read(text: string, isEnd: boolean): { records: RawRecord[]; fault?: FileFault } {
    const records: RawRecord[] = [];
    if (this.#newline === "" && !this.#findNewline(text, isEnd)) {
      this.#rest = text;
      return text.length > READ_LIMITS.recordLength ? { records, fault: this.#tooLong(1) } : { records };
    }
    this.#hasNul = text.includes("\u0000");
    this.#delimiterAt = -1;
    this.#quoteAt = -1;
    this.#newlineAt = -1;
    let at = 0;
    while (at < text.length) {
      const read = this.#readOne(text, at, isEnd);
      if (read === INCOMPLETE) break;
      if (typeof read !== "number") {
        if ("reason" in read) return { records, fault: read };
        records.push(read.record);
        at = read.next;
      } else {
        at = read;
      }
    }
    this.#rest = text.slice(at);
    const limit = this.#needsHeader() ? READ_LIMITS.headerLength : READ_LIMITS.recordLength;
    return this.#rest.length > limit ? { records, fault: this.#openOrLong(this.#rest) } : { records };
  }

  /** Lines end in LF or CR LF, or in CR alone where the file has no LF at all. */
  #findNewline(text: string, isEnd: boolean): boolean {
    if (text.includes("\n")) this.#newline = "\n";
    else if (text.includes("\r") && (isEnd || text.length >= READ_LIMITS.headerLength)) this.#newline = "\r";
    else if (isEnd) this.#newline = "\n";
    return this.#newline !== "";
  }

  /** Where the next line begins, a whole record, or the fault that ends the reading. */
  #readOne(text: string, at: number, isEnd: boolean): number | { record: RawRecord; next: number } | FileFault {
    const lineEnd = this.#newlineFrom(text, at);
    if (lineEnd === text.length && !isEnd) return INCOMPLETE;
    const next = Math.min(lineEnd + 1, text.length);
    const contentEnd = lineEnd > at && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
    if (this.#isPassed(text, at, contentEnd)) {
      this.#line += 1;
      return next;
    }
    if (this.#delimiter === "") this.#delimiter = delimiterOf(text.slice(at, contentEnd), this.#form.quote);
    if (this.#quoteFrom(text, at) < contentEnd) return this.#readQuoted(text, at, isEnd);
    const raw = text.slice(at, contentEnd);
    return this.#made({ fields: raw.split(this.#delimiter), raw, next, lines: 1 });
  }

  #newlineFrom(text: string, at: number): number {
    if (this.#newlineAt < at) this.#newlineAt = placeOf(text, this.#newline, at);
    return this.#newlineAt;
  }

  #quoteFrom(text: string, at: number): number {
    if (this.#form.quote === "") return text.length;
    if (this.#quoteAt < at) this.#quoteAt = placeOf(text, this.#form.quote, at);
    return this.#quoteAt;
  }

  /** True for a line that is no record: of the preamble, a comment, or blank. */
  #isPassed(text: string, at: number, contentEnd: number): boolean {
    if (this.#linesToSkip > 0) {
      this.#linesToSkip -= 1;
      return true;
    }
    if (at === contentEnd) {
      this.#blanks += 1;
      return true;
    }
    const { comment, delimiter } = this.#form;
    if (comment !== undefined && text.startsWith(comment, at)) return true;
    // Excel's own hint in the first line.
    if (this.#line === 1 && delimiter === undefined && contentEnd - at === 5 && text.startsWith("sep=", at)) {
      this.#delimiter = text.charAt(at + 4);
      return true;
    }
    return false;
  }

  #readQuoted(text: string, from: number, isEnd: boolean): number | { record: RawRecord; next: number } | FileFault {
    const fields: string[] = [];
    let at = from;
    let lines = 1;
    let broken: string | undefined;
    for (;;) {
      const field = this.#readField(text, at, isEnd);
      if (field === undefined) return isEnd ? this.#openQuote(fields.length + 1) : INCOMPLETE;
      fields.push(field.value);
      lines += field.lines;
      if (field.isBroken) broken = `Field ${fields.length} goes on after its closing quotation mark.`;
      at = field.end;
      if (at < text.length && text.startsWith(this.#delimiter, at)) {
        at += this.#delimiter.length;
        continue;
      }
      const next = at + (text.startsWith("\r\n", at) ? 2 : 1);
      return this.#made({ fields, raw: text.slice(from, at), next: Math.min(next, text.length), lines, broken });
    }
  }

  /** undefined where its end is not in the text. */
  #readField(
    text: string,
    at: number,
    isEnd: boolean,
  ): { value: string; end: number; lines: number; isBroken?: true } | undefined {
    const { quote } = this.#form;
    if (!text.startsWith(quote, at)) {
      const end = this.#fieldEnd(text, at);
      return end === text.length && !isEnd ? undefined : { value: text.slice(at, end), end, lines: 0 };
    }
    const close = closingQuote(text, at + 1, quote);
    // What follows the quotation mark, another one or a delimiter of several characters, may be in the next piece.
    if (close === -1 || (!isEnd && close + 1 + MAX_DELIMITER > text.length)) return undefined;
    const value = unquoted(text.slice(at + 1, close), quote);
    const lines = close > this.#newlineFrom(text, at) ? countOf(text.slice(at + 1, close), this.#newline) : 0;
    const end = this.#fieldEnd(text, close + 1);
    if (end === close + 1) return { value, end, lines };
    if (end === text.length && !isEnd) return undefined;
    return { value: value + text.slice(close + 1, end), end, lines, isBroken: true };
  }

  #fieldEnd(text: string, at: number): number {
    const lineEnd = this.#newlineFrom(text, at);
    if (this.#delimiterAt < at) this.#delimiterAt = placeOf(text, this.#delimiter, at);
    if (this.#delimiterAt < lineEnd) return this.#delimiterAt;
    return lineEnd > at && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
  }

  #made(read: {
    readonly fields: string[];
    readonly raw: string;
    readonly next: number;
    readonly lines: number;
    readonly broken?: string | undefined;
  }): number | { record: RawRecord; next: number } | FileFault {
    const { fields, raw, next, lines, broken } = read;
    const line = this.#line;
    this.#line += lines;
    if (raw.length > READ_LIMITS.recordLength) return this.#tooLong(line);
    if (fields.length > READ_LIMITS.columns) return this.#tooManyColumns(line);
    if (this.#needsHeader()) {
      if (raw.length > READ_LIMITS.headerLength) return this.#tooLong(line);
      if (broken !== undefined) return { line, record: 0, reason: `The header is broken: ${broken}` };
      this.#header = fields.map((name) => name.trim());
      return next;
    }
    if (raw.startsWith(this.#delimiter) && fields.every((field) => field === "")) {
      this.#blanks += 1;
      return next;
    }
    this.#number += 1;
    const record = { number: this.#number, line, fields, raw };
    const fault = broken ?? (this.#hasNul ? nulFault(fields) : undefined);
    return { record: fault === undefined ? record : { ...record, broken: fault }, next };
  }

  #needsHeader(): boolean {
    return this.#form.hasHeader && this.#header === undefined;
  }

  #openQuote(column: number): FileFault {
    return {
      line: this.#line,
      record: this.#number + 1,
      reason: `A quotation mark opens in line ${this.#line}, field ${column}, and never closes.`,
    };
  }

  #openOrLong(rest: string): FileFault {
    const { quote } = this.#form;
    const isOpen = quote !== "" && countOf(rest, quote) % 2 === 1;
    return isOpen ? this.#openQuote(1) : this.#tooLong(this.#line);
  }

  #tooLong(line: number): FileFault {
    const most = this.#needsHeader() ? READ_LIMITS.headerLength : READ_LIMITS.recordLength;
    const what = this.#needsHeader() ? "The header" : "A record";
    return { line, record: this.#number + 1, reason: `${what} is longer than ${most} characters.` };
  }

  #tooManyColumns(line: number): FileFault {
    return { line, record: this.#number, reason: `A record has more than ${READ_LIMITS.columns} columns.` };
  }
}

function nulFault(fields: readonly string[]): string | undefined {
  const index = fields.findIndex((field) => field.includes("\u0000"));
  return index === -1 ? undefined : `Field ${index + 1} holds the character U+0000.`;
}

/** The text's end where there is none. */
function placeOf(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at === -1 ? text.length : at;
}

/** Where the quoted text that begins at `from` closes; doubled quotation marks belong to it. */
function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at !== -1 && text.startsWith(quote, at + 1)) at = text.indexOf(quote, at + 2);
  return at;
}

function unquoted(inner: string, quote: string): string {
  return inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner;
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

/** The most frequent of the usual delimiters outside quotation marks; a comma where there is none. */
function delimiterOf(line: string, quote: string): string {
  const bare =
    quote === ""
      ? line
      : line
          .split(quote)
          .filter((_, index) => index % 2 === 0)
          .join("");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? "," : (DELIMITERS[counts.indexOf(most)] ?? ",");
}
