/**
 * Cholesky factor of a symmetric positive definite matrix of `size` × `size` numbers (row-major; the upper half is not read).
 * Gives the lower factor L with A = L Lᵀ; undefined where a pivot falls below 1e-13 of its diagonal, that is where columns
 * depend on each other.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = Float64Array.from(matrix);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = factor[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) sum -= (factor[row * size + k] ?? 0) * (factor[column * size + k] ?? 0);
      if (row !== column) {
        factor[row * size + column] = sum / (factor[column * size + column] ?? 1);
        continue;
      }
      if (!(sum > 1e-13 * Math.abs(matrix[row * size + row] ?? 0))) return undefined;
      factor[row * size + row] = Math.sqrt(sum);
    }
    for (let column = row + 1; column < size; column += 1) factor[row * size + column] = 0;
  }
  return factor;
}

/** x with L Lᵀ x = `right`. */
export function choleskySolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (factor[row * size + k] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (factor[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (factor[k * size + row] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (factor[row * size + row] ?? 1);
  }
  return solution;
}
