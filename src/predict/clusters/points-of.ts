import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, numbersOf } from "#predict/numerics/matrix.ts";
import type { Points } from "./k-means.ts";

export type Scale = { readonly kpi: string; readonly mean: number; readonly spread: number };

/**
 * Values are rounded to this part of their spread: sums of them are then exact, so that the order of rows does not show, and
 * an inertia is right to about 1e-8. A value is no further from the mean than √rows spreads, so nothing overflows.
 */
const GRAIN = 2 ** 28;
/** A row to be scored may lie anywhere; further out than this nothing changes. */
const FURTHEST = 1e6;

/** Mean and spread of each column of the rows to learn from; RefusedRows names the first column and row that is no number. */
export function scalesOf(model: string, matrix: Matrix, kpis: readonly string[]): readonly Scale[] {
  if (matrix.rows === 0) throw new RefusedRows(model, "there are no rows");
  if (kpis.length === 0) throw new RefusedRows(model, "there is no column to cluster by");
  return kpis.map((kpi) => {
    const sorted = kpiOf(model, matrix, kpi).toSorted();
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const spread = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
    return { kpi, mean, spread: spread > 1e-12 * Math.abs(mean) ? spread : 1 };
  });
}

/** The rows as standardised points. */
export function pointsOf(model: string, matrix: Matrix, scales: readonly Scale[]): Points {
  const width = scales.length;
  const values = new Float64Array(matrix.rows * width);
  scales.forEach(({ kpi, mean, spread }, index) => {
    const column = kpiOf(model, matrix, kpi);
    for (let row = 0; row < column.length; row += 1) {
      const standard = ((column[row] ?? 0) - mean) / spread;
      const bounded = Math.min(FURTHEST, Math.max(-FURTHEST, standard));
      values[row * width + index] = Math.round(bounded * GRAIN) / GRAIN;
    }
  });
  return { rows: matrix.rows, width, values };
}

function kpiOf(model: string, matrix: Matrix, column: string): Float64Array {
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(model, "is missing", { column });
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) throw new RefusedRows(model, "is missing or no finite number", { column, row });
  return values;
}

/** At most `most` of the points, in an order of their own: which they are depends on what they hold and not on how they came. */
export function samplePoints(points: Points, most: number): Points {
  const { rows, width, values } = points;
  const hashes = new Float64Array(rows);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let row = 0; row < rows; row += 1) hashes[row] = hashOf(words, row * width * 2, width * 2);
  const limit = rows <= most ? Number.POSITIVE_INFINITY : (hashes.toSorted()[most] ?? 0);
  const kept: number[] = [];
  for (let row = 0; row < rows; row += 1) if ((hashes[row] ?? 0) < limit) kept.push(row);
  kept.sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || compareRows(points, a, b));
  const sample = new Float64Array(kept.length * width);
  kept.forEach((row, place) => sample.set(values.subarray(row * width, (row + 1) * width), place * width));
  return { rows: kept.length, width, values: sample };
}

/** FNV-1a over 32-bit words, finished as murmur3 is. */
function hashOf(words: Uint32Array, from: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + length; at += 1) {
    hash = Math.imul(hash ^ (words[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function compareRows({ width, values }: Points, a: number, b: number): number {
  for (let index = 0; index < width; index += 1) {
    const gap = (values[a * width + index] ?? 0) - (values[b * width + index] ?? 0);
    if (gap !== 0) return gap;
  }
  return 0;
}
