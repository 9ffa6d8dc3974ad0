import { type ImportRow, totalNames } from "#customers/import/run/import-row.ts";

/** What became of a file, for a terminal. */
export function describeImport(row: ImportRow, seconds: number): string {
  const { state, read, totals, reasons, fault } = row;
  const number = (value: number) => value.toLocaleString("en").padStart(12);
  const lines = [
    `${number(read)}  read in ${seconds.toFixed(1)} s (${state})`,
    ...totalNames.map((name) => `${number(totals[name])}  ${name}`),
    ...Object.entries(reasons)
      .sort(([, left], [, right]) => right - left)
      .slice(0, 20)
      .map(([reason, count]) => `${number(count)}  × ${reason}`),
  ];
  return [...lines, ...faultLines(fault)].join("\n");
}

function faultLines(fault: ImportRow["fault"]): readonly string[] {
  if (fault === undefined) return [];
  if ("faults" in fault) return fault.faults.map(({ pointer, message }) => `${pointer}: ${message}`);
  const place = fault.line === 0 ? "" : `line ${fault.line}, record ${fault.record}: `;
  return [`It stopped: ${place}${fault.reason}`];
}
