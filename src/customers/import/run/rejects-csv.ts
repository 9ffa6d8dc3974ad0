import type { ImportDeps } from "./import-deps.ts";
import type { ImportRow } from "./import-row.ts";
import { JSON_COLUMN, REJECT_COLUMNS } from "#customers/import/read/mended-rejects-reader.ts";
import { readRejects, type RejectedRecord } from "./reject-statements.ts";

/**
 * An import's rejects as a stream of CSV, a kept list at a time: UTF-8 with commas and a header whatever their file was, which
 * the importer knows by its first column. A record of JSON stands in one cell as it was, since a table would flatten it.
 */
export function rejectsCsv(deps: Pick<ImportDeps, "store" | "secret">, row: ImportRow): ReadableStream<Uint8Array> {
  const lists = readRejects(deps, row.id);
  const encoder = new TextEncoder();
  let columns: readonly string[] | undefined;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await lists.next();
      if (done === true) {
        controller.close();
        return;
      }
      const head = columns === undefined;
      columns ??= row.header ?? columnsOf(value);
      const lines = value.map((record) => csvLine([...ownCells(record), ...cellsOf(record)]));
      controller.enqueue(encoder.encode((head ? csvLine([...REJECT_COLUMNS, ...columns]) : "") + lines.join("")));
    },
    cancel: async () => {
      await lists.return(undefined);
    },
  });
}

function ownCells({ number, line, faults }: RejectedRecord): readonly string[] {
  return [
    String(number),
    String(line),
    faults.map(({ column }) => column).join("; "),
    faults.map(({ reason }) => reason).join("; "),
  ];
}

function columnsOf([first]: readonly RejectedRecord[]): readonly string[] {
  if (!Array.isArray(first?.fields)) return [JSON_COLUMN];
  return first.fields.map((_, index) => `column ${index + 1}`);
}

function cellsOf({ fields, text }: RejectedRecord): readonly string[] {
  return Array.isArray(fields) ? (fields as readonly string[]) : [text ?? JSON.stringify(fields)];
}

/** RFC 4180, every cell quoted. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** What a spreadsheet takes for a formula by its first character (ASVS 5.0 V1.2.10), full-width forms and blanks included. */
function guarded(cell: string): string {
  const isControl = cell !== "" && cell.charCodeAt(0) < 32;
  return isControl || /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell;
}
