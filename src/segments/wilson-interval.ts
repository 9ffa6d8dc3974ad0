/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The interval in which a share lies with 95 % confidence, after `hits` of `trials` (Wilson 1927; Newcombe 1998, method 3).
 * Unlike the textbook's it holds for few hits and for none.
 */
export function wilsonInterval(hits: number, trials: number): { readonly low: number; readonly high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = hits / trials;
  const z2 = Z * Z;
  const middle = share + z2 / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
