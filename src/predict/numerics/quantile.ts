/**
 * Quantiles of `values` at `shares` in [0, 1], by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
 * NaN values are left out; NaN where nothing is left. `values` stay untouched.
 */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return shares.map((share) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below === above ? below : below + (place - Math.floor(place)) * (above - below);
  });
}
