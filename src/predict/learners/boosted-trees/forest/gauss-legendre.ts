/** Points in (0, 1) and their weights, which sum to 1. */
export type Rule = { readonly points: readonly number[]; readonly weights: readonly number[] };

/**
 * Gauss and Legendre's rules of 0 to `most` points: the one of n integrates every polynomial of degree 2n − 1 over [0, 1] exactly.
 * The points are halved in from those of one fewer, between which they lie: the same numbers on every runtime.
 */
export function gaussLegendre(most: number): readonly Rule[] {
  const rules: Rule[] = [{ points: [], weights: [] }];
  let roots: readonly number[] = [];
  for (let count = 1; count <= most; count += 1) {
    const ends = [-1, ...roots, 1];
    roots = ends.slice(1).map((to, index) => rootBetween(count, ends[index] ?? -1, to));
    rules.push({
      points: roots.map((root) => (1 + root) / 2),
      weights: roots.map((root) => (1 - root * root) / (count * legendre(count - 1, root)) ** 2),
    });
  }
  return rules;
}

/** The Legendre polynomial of a degree (Bonnet's recursion). */
function legendre(degree: number, x: number): number {
  let before = 0;
  let value = 1;
  for (let n = 1; n <= degree; n += 1) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return value;
}

const HALVINGS = 60;

function rootBetween(degree: number, from: number, to: number): number {
  let [low, high] = [from, to];
  const isBelow = legendre(degree, low) < 0;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (legendre(degree, middle) < 0 === isBelow) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
