import type { ExportColumn } from "./export-column.ts";
import { csvField, csvText } from "./csv-text.ts";
import { exportColumns, type ExportRequest, type ExportRow } from "./read-export.ts";

export type ExportFormat = "ndjson" | "csv";

export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
};

/** How rows become text: what stands before them all, and a row. Every row begins with its cursor. */
export type ExportWriter = { readonly head: string; readonly line: (row: ExportRow) => string };

export function exportWriter(format: ExportFormat, request: Pick<ExportRequest, "kind" | "isPersonal">): ExportWriter {
  const columns = exportColumns(request);
  return format === "csv" ? csvWriter(columns) : ndjsonWriter(columns);
}

/** RFC 4180: CR LF, a header, every text in quotes. */
function csvWriter(columns: readonly ExportColumn[]): ExportWriter {
  const types = columns.map(({ type }) => type);
  return {
    head: `${["cursor", ...columns.map(({ name }) => name)].map(csvText).join(",")}\r\n`,
    line: ({ cursor, values }) =>
      `"${cursor}",${types.map((type, index) => csvField(type, values[index])).join(",")}\r\n`,
  };
}

/** One JSON object a line; instants are epoch ms, as everywhere in the API. */
function ndjsonWriter(columns: readonly ExportColumn[]): ExportWriter {
  const names = columns.map(({ name }) => `,${JSON.stringify(name)}:`);
  return {
    head: "",
    line: ({ cursor, values }) =>
      `{"cursor":"${cursor}"${names.map((name, index) => name + JSON.stringify(values[index] ?? null)).join("")}}\n`,
  };
}
