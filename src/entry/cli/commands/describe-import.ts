import { type ImportRow, isEmptyImport, totalNames } from "#customers/import/run/import-row.ts";

/** What became of a file, for a terminal. */
export function describeImport(row: ImportRow, seconds: number): string {
  const { state, read, totals, blankLines, reasons, fault } = row;
  const number = (value: number) => value.toLocaleString("en").padStart(12);
  const lines = [
    `${number(read)}  read in ${seconds.toFixed(1)} s (${state})`,
    ...totalNames.map((name) => `${number(totals[name])}  ${name}`),
    ...(blankLines === 0 ? [] : [`${number(blankLines)}  blank lines passed over`]),
    ...Object.entries(reasons)
      .sort(([, left], [, right]) => right - left)
      .slice(0, 20)
      .map(([reason, count]) => `${number(count)}  × ${reason}`),
  ];
  const empty = isEmptyImport(row) ? ["The file held no record: it is empty, or a header alone."] : [];
  return [...lines, ...empty, ...faultLines(fault)].join("\n");
}

function faultLines(fault: ImportRow["fault"]): readonly string[] {
  if (fault === undefined) return [];
  if ("faults" in fault) return fault.faults.map(({ pointer, message }) => `${pointer}: ${message}`);
  const place = fault.line === 0 ? "" : `line ${fault.line}, record ${fault.record}: `;
  return [`It stopped: ${place}${fault.reason}`];
}
