import { AFFINITY_EPOCH_MS } from "./affinity-epoch.ts";

const BITS = Array.from({ length: 42 }, (_, bit) => 2 ** bit);
/** Brings every moment from 1970 to 2089 above zero, into 42 bits. */
const LIFT_MS = 2 ** 41;

/**
 * 2^((at − epoch) / half-life) as SQL that needs no function: libSQL is built without `pow`. A moment is the sum of its bits,
 * so its power is the product of theirs; partial products stay within 2^±848 for a half-life of 30 days.
 */
export function growth(at: string, halfLifeMs: number): string {
  const start = (2 ** (-LIFT_MS / halfLifeMs)).toExponential();
  const factors = BITS.map(
    (bit) =>
      `iif((${at} + ${LIFT_MS - AFFINITY_EPOCH_MS}) & ${bit}, ${(2 ** (bit / halfLifeMs)).toExponential()}, 1.0)`,
  );
  return [start, ...factors].join(" * ");
}
