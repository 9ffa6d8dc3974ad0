import { DAY_MS } from "#kernel/clock.ts";
import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { type Column, numberColumn } from "#predict/numerics/matrix.ts";
import { type Cut, STATED_SINCE } from "./cut.ts";
import type { FeatureColumn } from "./feature-group.ts";
import type { Cells } from "./read-group.ts";
import { wordCodes } from "./word-codes.ts";

/** What a group told of a slice's subjects: in which of the slice's rows each cell stands, −1 where nobody asked. */
export type SliceCells = { readonly rows: Int32Array; readonly cells: Cells; readonly size: number };

/** A feature's cells, slice by slice. */
export type FeatureCells = {
  take(slice: SliceCells): void;
  column(): Column;
  /** Cells that told something, and those among them whose value was stated after the cut. */
  counts(): { readonly told: number; readonly since: number };
};

export function featureCells(column: FeatureColumn, cut: Cut): FeatureCells {
  return column.kind === "number" ? numberCells(column, cut) : wordCells(column.name);
}

function numberCells({ name, isCount, isInstant }: FeatureColumn, cut: Cut): FeatureCells {
  const parts: Float64Array[] = [];
  let [told, since] = [0, 0];
  return {
    take: ({ rows, cells, size }) => {
      const part = new Float64Array(size).fill(isCount === true ? 0 : Number.NaN);
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] ?? -1;
        const cell = cells[index] ?? null;
        if (row < 0 || cell === null || cell === "") continue;
        told += 1;
        if (typeof cell === "number") part[row] = isInstant === true ? (cut.at - cell) / DAY_MS : cell;
        else if (cell === STATED_SINCE) since += 1;
      }
      parts.push(part);
    },
    column: () => numberColumn(name, joinArrays(parts)),
    counts: () => ({ told, since }),
  };
}

function wordCells(name: string): FeatureCells {
  const parts: Int32Array[] = [];
  const words = wordCodes();
  let [told, since] = [0, 0];
  return {
    take: ({ rows, cells, size }) => {
      const part = new Int32Array(size).fill(-1);
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] ?? -1;
        const cell = cells[index] ?? null;
        if (row < 0 || cell === null || cell === "") continue;
        told += 1;
        if (cell === STATED_SINCE) since += 1;
        else part[row] = words.codeOf(String(cell));
      }
      parts.push(part);
    },
    column: () => words.column(name, parts),
    counts: () => ({ told, since }),
  };
}
