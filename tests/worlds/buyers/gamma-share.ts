/** Share of a gamma distribution of a whole shape (Erlang) and rate 1 up to x. */
export function gammaShare(shape: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let place = 1; place < shape; place += 1) {
    term *= x / place;
    sum += term;
  }
  return 1 - Math.exp(-x) * sum;
}
