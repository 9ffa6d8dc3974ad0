import type { Matrix } from "#predict/numerics/matrix.ts";

/** As with words that are rare, fewer rows than these teach nothing of their own. */
const RARE_ROWS = 10;

/**
 * Numbers that are missing in a few rows alone, filled by the mean. Else a linear model would have a term for them, which hardly
 * any penalty holds back: standardised, it is huge in those few rows.
 */
export function withoutRareGaps({ rows, columns }: Matrix): Matrix {
  return {
    rows,
    columns: columns.map((column) => {
      if (column.kind === "category") return column;
      const known = column.values.filter((value) => !Number.isNaN(value));
      const gaps = rows - known.length;
      if (gaps === 0 || gaps >= RARE_ROWS || known.length === 0) return column;
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      return {
        ...column,
        values: column.values.map((value) => (Number.isNaN(value) ? mean : value)),
      };
    }),
  };
}
