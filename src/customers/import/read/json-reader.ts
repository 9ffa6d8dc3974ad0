import { endOfString, parseJsonText } from "#web/parse-json.ts";
import { textFaults } from "#web/text-faults.ts";
import type { FileFault } from "./file-fault.ts";
import { READ_LIMITS } from "./limits.ts";
import type { JsonObject, RawRecord } from "./record.ts";

/** One object a line (NDJSON), or one array of objects. A line that is no object breaks its record only. */
export class JsonReader {
  readonly #isArray: boolean;
  #rest = "";
  #line = 1;
  #number = 0;
  #blanks = 0;
  #state: "before" | "value" | "after" | "done" = "before";

  constructor(kind: "ndjson" | "json") {
    this.#isArray = kind === "json";
  }

  /** The physical line that comes next. */
  get line(): number {
    return this.#line;
  }

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
    const fault = this.#isArray ? this.#readArray(text, { isEnd, records }) : this.#readLines(text, { isEnd, records });
    return fault === undefined ? { records } : { records, fault };
  }

  #readLines(text: string, into: Reading): FileFault | undefined {
    let at = 0;
    while (at < text.length) {
      const newline = text.indexOf("\n", at);
      if (newline === -1 && !into.isEnd) break;
      const end = newline === -1 ? text.length : newline;
      if (end - at > READ_LIMITS.recordLength) return this.#tooLong();
      const raw = text.slice(at, end).trim();
      if (raw === "") this.#blanks += 1;
      else into.records.push(this.#made(raw));
      this.#line += 1;
      at = end + 1;
    }
    this.#rest = text.slice(at);
    return this.#rest.length > READ_LIMITS.recordLength ? this.#tooLong() : undefined;
  }

  /** Walks from value to value; each value's own text is parsed by itself. */
  #readArray(text: string, into: Reading): FileFault | undefined {
    let at = 0;
    for (;;) {
      at = this.#skipSpace(text, at);
      if (at >= text.length) break;
      const character = text.charAt(at);
      if (this.#state === "before" || this.#state === "after" || character === "]") {
        const fault = this.#step(character);
        if (fault !== undefined) return fault;
        at += 1;
        continue;
      }
      const end = this.#state === "done" ? at : endOfValue(text, at);
      if (end === undefined && !into.isEnd) break;
      if (end === undefined || end === at) return this.#broken();
      if (end - at > READ_LIMITS.recordLength) return this.#tooLong();
      const raw = text.slice(at, end);
      into.records.push(this.#made(raw));
      this.#line += newlinesIn(raw);
      this.#state = "after";
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > READ_LIMITS.recordLength) return this.#tooLong();
    return into.isEnd && this.#state !== "done" ? this.#broken() : undefined;
  }

  #step(character: string): FileFault | undefined {
    if (this.#state === "before" && character === "[") this.#state = "value";
    else if (this.#state === "after" && character === ",") this.#state = "value";
    else if (this.#state !== "before" && this.#state !== "done" && character === "]") this.#state = "done";
    else return this.#broken();
    return undefined;
  }

  #skipSpace(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 10) this.#line += 1;
      else if (code !== 32 && code !== 9 && code !== 13) break;
    }
    return at;
  }

  #made(raw: string): RawRecord {
    this.#number += 1;
    return jsonRecord({ number: this.#number, line: this.#line, raw });
  }

  #broken(): FileFault {
    return { line: this.#line, record: this.#number + 1, reason: "The list of records is broken here." };
  }

  #tooLong(): FileFault {
    return {
      line: this.#line,
      record: this.#number + 1,
      reason: `A record is longer than ${READ_LIMITS.recordLength} characters.`,
    };
  }
}

/** A record of one text of JSON, which is an object or broken. */
export function jsonRecord(head: Pick<RawRecord, "number" | "line" | "raw">): RawRecord {
  const parsed = parseJsonText(head.raw);
  if (!parsed.ok) return { ...head, fields: {}, broken: `This is no JSON: ${parsed.error.detail ?? "it is broken"}` };
  const value = parsed.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ...head, fields: {}, broken: "A record is an object." };
  }
  const [fault] = textFaults(value);
  if (fault !== undefined) return { ...head, fields: {}, broken: `${fault.pointer}: ${fault.message}` };
  return { ...head, fields: value as JsonObject };
}

type Reading = { readonly isEnd: boolean; readonly records: RawRecord[] };

/** Just behind the object, list, text or word that begins at `from`; undefined where the text ends before it. */
function endOfValue(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = endOfString(text, at + 1);
      if (at >= text.length) return undefined;
    } else if (code === 123 || code === 91) {
      depth += 1;
    } else if (code === 125 || code === 93) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === 44 && depth === 0) {
      return at;
    }
    if (depth === 0 && (code === 34 || code === 125 || code === 93)) return at + 1;
  }
  return undefined;
}

function newlinesIn(text: string): number {
  return text.split("\n").length - 1;
}
