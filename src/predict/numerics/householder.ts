type Design = { readonly columns: readonly Float64Array[]; readonly right: Float64Array };
/** A column that stands on its own, the row that it heads, and its diagonal. */
type Pivot = { readonly column: number; readonly row: number; readonly diagonal: number };

/**
 * Least squares by Householder reflections (Golub and Van Loan 2013, algorithm 5.3.2): the coefficients with the least
 * Σ weight (y − Σ coefficient × column)². For designs whose normal equations are too ill-conditioned for Cholesky. A column
 * that depends on those before it gets 0. `columns`, `y` and `weights` stay untouched.
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array, weights?: Float64Array): Float64Array {
  const root = (row: number) => (weights === undefined ? 1 : Math.sqrt(weights[row] ?? 0));
  const scaled = columns.map((column) => column.map((value, row) => value * root(row)));
  const right = y.map((value, row) => value * root(row));
  const pivots: Pivot[] = [];
  for (let column = 0; column < scaled.length; column += 1) {
    const pivot = reflect({ columns: scaled, right }, { column, row: pivots.length });
    if (pivot !== undefined) pivots.push(pivot);
  }
  const coefficients = new Float64Array(scaled.length);
  for (const { column, row, diagonal } of pivots.toReversed()) {
    let sum = right[row] ?? 0;
    for (let later = column + 1; later < scaled.length; later += 1) {
      sum -= (scaled[later]?.[row] ?? 0) * (coefficients[later] ?? 0);
    }
    coefficients[column] = sum / diagonal;
  }
  return coefficients;
}

/** Turns all later columns and the right side so that `column` is zero below `row`; undefined where nothing is left of it. */
function reflect({ columns, right }: Design, { column, row }: Omit<Pivot, "diagonal">): Pivot | undefined {
  const vector = columns[column];
  if (vector === undefined || row >= vector.length) return undefined;
  let below = 0;
  let whole = 0;
  for (let each = 0; each < vector.length; each += 1) {
    const square = (vector[each] ?? 0) ** 2;
    whole += square;
    if (each >= row) below += square;
  }
  if (!(below > 1e-26 * whole)) return undefined;
  const head = vector[row] ?? 0;
  const diagonal = head > 0 ? -Math.sqrt(below) : Math.sqrt(below);
  const length = below - diagonal * head;
  const turn = (target: Float64Array) => {
    let product = (head - diagonal) * (target[row] ?? 0);
    for (let each = row + 1; each < vector.length; each += 1) product += (vector[each] ?? 0) * (target[each] ?? 0);
    const factor = product / length;
    target[row] = (target[row] ?? 0) - factor * (head - diagonal);
    for (let each = row + 1; each < vector.length; each += 1) {
      target[each] = (target[each] ?? 0) - factor * (vector[each] ?? 0);
    }
  };
  for (const later of columns.slice(column + 1)) turn(later);
  turn(right);
  return { column, row, diagonal };
}
