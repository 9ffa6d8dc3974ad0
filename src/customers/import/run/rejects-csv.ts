import type { ImportDeps } from "./import-deps.ts";
import type { ImportRow } from "./import-row.ts";
import { readRejects, type RejectedRecord } from "./reject-statements.ts";

const OWN_COLUMNS = ["import_record", "import_line", "import_column", "import_reason"];

/** An import's rejects as a stream of CSV, a kept list at a time. */
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
      columns ??= row.header ?? keysOf(value);
      const lines = value.map((record) => csvLine([...ownCells(record), ...cellsOf(record, columns ?? [])]));
      controller.enqueue(encoder.encode((head ? csvLine([...OWN_COLUMNS, ...columns]) : "") + lines.join("")));
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

function keysOf(records: readonly RejectedRecord[]): readonly string[] {
  const [first] = records;
  if (first === undefined) return [];
  return Array.isArray(first.fields)
    ? first.fields.map((_, index) => `column ${index + 1}`)
    : Object.keys(first.fields);
}

function cellsOf({ fields }: RejectedRecord, columns: readonly string[]): readonly string[] {
  if (Array.isArray(fields)) return fields as readonly string[];
  return columns.map((column) => {
    const value = (fields as Readonly<Record<string, unknown>>)[column];
    return value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  });
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
