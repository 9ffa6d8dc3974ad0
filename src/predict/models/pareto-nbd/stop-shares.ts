import { expm1 } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { decayIntegral } from "./decay-integral.ts";
import type { ParetoParameters } from "./pareto-forecast.ts";

/** Knots stand so far apart in y = ln((m + u) / m), m the smaller of α and β; a quintic between them is good to 1e-11. */
const PER_UNIT = 16;
const SPACING = 1 / PER_UNIT;
/** Six coefficients an interval. */
const DEGREE_5 = 6;
/** Histories with more purchases are so few that a table for each would not pay. */
const TABLED = 4_096;

export type StopShares = {
  /** h(u) for a customer with so many repeat purchases, at y = placeOf(u). */
  readonly at: (frequency: number, place: number) => number;
  readonly placeOf: (at: number) => number;
};

/**
 * h(u): the share of customers, still buying at u after x repeat purchases and silent since, who stop before they buy again:
 * s ∫ (α+v)^−(r+x) (β+v)^−(s+1) dv over v > u, relative to (α+u)^−(r+x) (β+u)^−s. All that the Pareto/NBD says of a customer
 * is made of h at three moments. For each x it is a smooth function of one number: knots are computed when first asked for,
 * the same ones whoever asks, with both slopes from its differential equation.
 */
export function stopShares({ r, alpha, s, beta }: ParetoParameters): StopShares {
  const least = Math.min(alpha, beta);
  const { integrate } = decayIntegral({ alpha, beta, q: s + 1 });
  const tables: Float64Array[] = [];

  const shareAt = (exponent: number, at: number) => (s * integrate(exponent, at, Number.MAX_VALUE)) / (beta + at);

  /** h, and its first and second slope by y in units of the spacing. */
  const knotAt = (exponent: number, place: number): readonly [number, number, number] => {
    const at = least * expm1(place);
    const share = shareAt(exponent, at);
    const p = (least + at) / (alpha + at);
    const q = (least + at) / (beta + at);
    const pull = exponent * p + s * q;
    const slope = share * pull - s * q;
    const drift = exponent * p * (1 - p) + s * q * (1 - q);
    const bend = slope * pull + share * drift - s * q * (1 - q);
    return [share, slope * SPACING, bend * SPACING * SPACING];
  };

  const fill = (table: Float64Array, frequency: number, interval: number): void => {
    const [f0, d0, c0] = knotAt(r + frequency, interval * SPACING);
    const [f1, d1, c1] = knotAt(r + frequency, (interval + 1) * SPACING);
    const rise = f1 - f0;
    table.set(
      [
        f0,
        d0,
        c0 / 2,
        10 * rise - 6 * d0 - 4 * d1 - 1.5 * c0 + 0.5 * c1,
        -15 * rise + 8 * d0 + 7 * d1 + 1.5 * c0 - c1,
        6 * rise - 3 * d0 - 3 * d1 - 0.5 * c0 + 0.5 * c1,
      ],
      interval * DEGREE_5,
    );
  };

  const tableOf = (frequency: number, interval: number): Float64Array => {
    const known = tables[frequency];
    if (known !== undefined && known.length > interval * DEGREE_5) return known;
    const grown = new Float64Array(DEGREE_5 * Math.max(32, 2 * (interval + 1))).fill(Number.NaN);
    if (known !== undefined) grown.set(known);
    tables[frequency] = grown;
    return grown;
  };

  const at = (frequency: number, place: number): number => {
    if (frequency > TABLED) return shareAt(r + frequency, least * expm1(place));
    const scaled = place * PER_UNIT;
    const interval = Math.floor(scaled);
    const table = tableOf(frequency, interval);
    const from = interval * DEGREE_5;
    if (Number.isNaN(table[from])) fill(table, frequency, interval);
    const t = scaled - interval;
    const high = (table[from + 3] ?? 0) + t * ((table[from + 4] ?? 0) + t * (table[from + 5] ?? 0));
    return (table[from] ?? 0) + t * ((table[from + 1] ?? 0) + t * ((table[from + 2] ?? 0) + t * high));
  };
  return { at, placeOf: (moment) => log(1 + moment / least) };
}
