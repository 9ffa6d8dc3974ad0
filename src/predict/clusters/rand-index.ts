/**
 * Adjusted Rand index of two partitions of the same rows (Hubert and Arabie 1985): 1 where they are the same but for the
 * numbering, about 0 where they agree as by chance.
 */
export function adjustedRandIndex(a: Int32Array, b: Int32Array): number {
  const together = new Map<string, number>();
  const [left, right] = [new Map<number, number>(), new Map<number, number>()];
  for (let row = 0; row < a.length; row += 1) {
    const [one, other] = [a[row] ?? 0, b[row] ?? 0];
    const pair = `${one} ${other}`;
    together.set(pair, (together.get(pair) ?? 0) + 1);
    left.set(one, (left.get(one) ?? 0) + 1);
    right.set(other, (right.get(other) ?? 0) + 1);
  }
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const sumOf = (counts: Map<unknown, number>) => [...counts.values()].reduce((sum, count) => sum + pairs(count), 0);
  const [both, ofA, ofB] = [sumOf(together), sumOf(left), sumOf(right)];
  const expected = (ofA * ofB) / pairs(a.length);
  const most = (ofA + ofB) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}
