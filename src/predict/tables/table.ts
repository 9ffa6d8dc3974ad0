import type { CategoryColumn, Column, Matrix } from "#predict/numerics/matrix.ts";

/** What a column of a file is for, beside the inputs. */
export type Role = "id" | "time" | "amount" | "margin" | "target" | "treatment";
export const roles: readonly Role[] = ["id", "time", "amount", "margin", "target", "treatment"];

/** A file's rows as models take them: the inputs, and the columns with a role of their own. */
export type Table = {
  readonly rows: number;
  readonly inputs: Matrix;
  readonly id?: readonly string[];
  /** Days since 1970-01-01, with a part for the time of day; durations where the reading says so. */
  readonly time?: Float64Array;
  readonly amount?: Float64Array;
  /** The part of the amount that is earned; negative where the sale cost more than it brought. */
  readonly margin?: Float64Array;
  /** Numbers, or words. */
  readonly target?: Column;
  readonly treatment?: CategoryColumn;
  /** Physical line of each row in its file, from 1. */
  readonly lines: Float64Array;
};

/** Why a file was refused, in words for whoever made it. Line 0: the file as a whole, or its header. */
export type TableFault = { readonly line: number; readonly column?: string; readonly reason: string };

/** "line 12, column age: …". */
export function describeFault({ line, column, reason }: TableFault): string {
  const places = [line === 0 ? [] : [`line ${line}`], column === undefined ? [] : [`column ${column}`]].flat();
  return places.length === 0 ? reason : `${places.join(", ")}: ${reason}`;
}
