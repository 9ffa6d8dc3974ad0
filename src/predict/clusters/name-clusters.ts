import type { Scale } from "./points-of.ts";

/** What sets a cluster apart: a KPI, and by how many spreads its mean lies above (or, negative, below) that of all. */
export type Mark = { readonly kpi: string; readonly spreads: number };

const NOTABLE = 0.4;
const MOST_MARKS = 2;

/** The KPIs of a centre, furthest from the mean of all first. */
export function marksOf(centre: ArrayLike<number>, scales: readonly Scale[]): readonly Mark[] {
  return scales
    .map(({ kpi }, index) => ({ kpi, spreads: centre[index] ?? 0 }))
    .sort((a, b) => Math.abs(b.spreads) - Math.abs(a.spreads) || (a.kpi < b.kpi ? -1 : 1));
}

/** A name of each cluster by its strongest marks; a number makes equal ones different. */
export function nameClusters(marks: ReadonlyArray<readonly Mark[]>): readonly string[] {
  const names = marks.map((each) => {
    const notable = each.filter(({ spreads }) => Math.abs(spreads) >= NOTABLE).slice(0, MOST_MARKS);
    return notable.length === 0
      ? "average"
      : notable.map(({ kpi, spreads }) => `${degreeOf(spreads)} ${kpi}`).join(", ");
  });
  return names.map((name, place) => {
    const before = names.slice(0, place).filter((each) => each === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

function degreeOf(spreads: number): string {
  const word = spreads > 0 ? "high" : "low";
  return Math.abs(spreads) >= 1.5 ? `very ${word}` : word;
}
