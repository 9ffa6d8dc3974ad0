import { normalCdf } from "#predict/numerics/normal.ts";

/** Who moved from one group (cluster, band of spending) to another between two dates. */
export type Migration = {
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  /** Of those who were in `from`. */
  readonly share: number;
  /** Those who moved this way less those who moved back. */
  readonly net: number;
  /** Chance of so one-sided an exchange if either way were as likely (McNemar 1947, two-sided, normal); 1 for who stayed. */
  readonly pValue: number;
};

/** All flows between `groups` groups; `before[row]` and `after[row]` are the groups of one customer. */
export function findMigration(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  groups: number,
): readonly Migration[] {
  if (before.length !== after.length) throw new RangeError("Both dates need the same customers.");
  const counts = new Float64Array(groups * groups);
  for (let row = 0; row < before.length; row += 1) {
    const at = (before[row] ?? 0) * groups + (after[row] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const countOf = (from: number, to: number) => counts[from * groups + to] ?? 0;
  return Array.from({ length: groups * groups }, (_, at): Migration => {
    const [from, to] = [Math.floor(at / groups), at % groups];
    const [customers, back] = [countOf(from, to), countOf(to, from)];
    const all = Array.from({ length: groups }, (_, group) => countOf(from, group)).reduce(
      (sum, count) => sum + count,
      0,
    );
    const distance = Math.max(0, Math.abs(customers - back) - 1) / Math.sqrt(Math.max(1, customers + back));
    const pValue = from === to ? 1 : 2 * normalCdf(-distance);
    return { from, to, customers, share: all > 0 ? customers / all : 0, net: customers - back, pValue };
  });
}
