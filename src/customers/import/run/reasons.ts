import type { RowFault } from "#customers/import/mapping/compile-mapping.ts";

/** Different reasons that are counted one by one; the rest is counted together. */
const MAX_REASONS = 200;
const OTHER = "other";

/** How many records were rejected for which reason: "column: words". A record with two faults counts for both. */
export type Reasons = { add(faults: readonly RowFault[]): void; toJSON(): Readonly<Record<string, number>> };

export function countReasons(known: Readonly<Record<string, number>>): Reasons {
  const counts = new Map(Object.entries(known));
  const bump = (reason: string) => {
    const key = counts.has(reason) || counts.size < MAX_REASONS ? reason : OTHER;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  return {
    add: (faults) => {
      for (const { column, reason } of faults) bump(column === "" ? reason : `${column.slice(0, 60)}: ${reason}`);
    },
    toJSON: () => Object.fromEntries(counts),
  };
}
