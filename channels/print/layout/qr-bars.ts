import { encode } from "uqr";
import type { Box, Mark } from "./page.ts";

/** Modules of white around a code (ISO/IEC 18004 §5.3.8). */
const QUIET_MODULES = 4;

/**
 * A QR code (ISO/IEC 18004) in a square, its quiet zone inside: one bar for each run of dark modules in a row. Level M: a letter
 * is folded and carried about.
 */
export function qrBars(
  text: string,
  { x, y, size }: Pick<Box, "x" | "y"> & { readonly size: number },
): readonly Mark[] {
  const { data } = encode(text, { ecc: "M", border: QUIET_MODULES });
  const step = size / data.length;
  return data.flatMap((row, rowIndex) =>
    runsOf(row).map(([from, length]): Mark => ({
      kind: "bar",
      x: x + from * step,
      y: y + rowIndex * step,
      width: length * step,
      height: step,
    })),
  );
}

function runsOf(row: readonly boolean[]): ReadonlyArray<readonly [from: number, length: number]> {
  const runs: Array<readonly [number, number]> = [];
  for (let at = 0; at < row.length; at += 1) {
    if (row[at] !== true) continue;
    const end = row.indexOf(false, at);
    const length = (end === -1 ? row.length : end) - at;
    runs.push([at, length]);
    at += length;
  }
  return runs;
}
