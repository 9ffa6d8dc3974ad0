import { CsvReader } from "./csv-reader.ts";
import type { FileFault } from "./file-fault.ts";
import { jsonRecord } from "./json-reader.ts";
import type { RawRecord } from "./record.ts";

/** What stands before a rejected record in the file that an import's rejects are written to. */
export const REJECT_COLUMNS = ["import_record", "import_line", "import_column", "import_reason"] as const;

/** The column that holds a rejected record of JSON as the text that it was. */
export const JSON_COLUMN = "import_json";

/** Bytes that tell `isRejects` apart, a byte order mark included. */
export const REJECTS_HEAD_BYTES = 32;

/** True for the first bytes of a rejects file, written here or saved again by a spreadsheet. */
export function isRejects(head: Uint8Array): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?"?import_record"?[,;\t]/.test(Buffer.from(head).toString("latin1"));
}

/**
 * Reads rejects that were mended. They are UTF-8 with a header whatever the file was that they come from; without their first
 * columns they are records as their mapping knows them: numbered columns count from its own first, and JSON is JSON.
 */
export class MendedRejectsReader {
  readonly #csv = new CsvReader({ quote: '"', hasHeader: true, skipLines: 0 });
  readonly #isJson: boolean;
  readonly #hasHeader: boolean;

  constructor({ isJson, hasHeader }: { readonly isJson: boolean; readonly hasHeader: boolean }) {
    this.#isJson = isJson;
    this.#hasHeader = hasHeader;
  }

  get header(): readonly string[] | undefined {
    return this.#hasHeader && !this.#isJson ? this.#csv.header?.slice(REJECT_COLUMNS.length) : undefined;
  }

  get line(): number {
    return this.#csv.line;
  }

  get blankLines(): number {
    return this.#csv.blankLines;
  }

  push(text: string): { records: RawRecord[]; fault?: FileFault } {
    return this.#mended(this.#csv.push(text));
  }

  end(): { records: RawRecord[]; fault?: FileFault } {
    return this.#mended(this.#csv.end());
  }

  #mended(read: { records: RawRecord[]; fault?: FileFault }): { records: RawRecord[]; fault?: FileFault } {
    return { ...read, records: read.records.map((record) => this.#own(record)) };
  }

  #own(record: RawRecord): RawRecord {
    const own = (record.fields as readonly string[]).slice(REJECT_COLUMNS.length);
    if (!this.#isJson) return { ...record, fields: own };
    if (record.broken !== undefined) return { ...record, fields: {} };
    // No JSON begins with an apostrophe: it is the guard before what a spreadsheet would run.
    return jsonRecord({ number: record.number, line: record.line, raw: (own[0] ?? "").trim().replace(/^'/, "") });
  }
}
