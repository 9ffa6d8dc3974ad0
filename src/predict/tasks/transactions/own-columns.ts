import { exp } from "#predict/numerics/exponential.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import { type Column, numberColumn } from "#predict/numerics/matrix.ts";
import { type Entries, entriesOf, meanOver } from "./entries.ts";
import type { Histories, Past } from "./histories.ts";

type Own = Entries & { readonly histories: Histories; readonly until: number; readonly horizon: number };

const dayOf = ({ histories }: Own, entry: number) => histories.day[entry] ?? 0;
const silenceOf = (own: Own) => own.until - dayOf(own, own.last);
const ageOf = (own: Own) => own.until - dayOf(own, own.first);
const spanOf = (own: Own) => dayOf(own, own.last) - dayOf(own, own.first);
/** Days between purchases; NaN, that is missing, with one purchase alone. */
const meanGapOf = (own: Own) => (own.count < 2 ? Number.NaN : spanOf(own) / (own.count - 1));
const lastGapOf = (own: Own) => (own.count < 2 ? Number.NaN : dayOf(own, own.last) - dayOf(own, own.last - 1));

/** Purchase days among the last `days`. */
function countSince(own: Own, days: number): number {
  let count = 0;
  for (let entry = own.last; entry >= own.first && dayOf(own, entry) > own.until - days; entry -= 1) count += 1;
  return count;
}

const HALF = log(2);

/** Purchases, or what was paid, each counting the less the longer it is ago: half after `days`. */
function fading(own: Own, days: number, of: (entry: number) => number = () => 1): number {
  let sum = 0;
  for (let entry = own.first; entry <= own.last; entry += 1) {
    sum += of(entry) * exp((-HALF * (own.until - dayOf(own, entry))) / days);
  }
  return sum;
}

const amountAt = ({ histories }: Own, entry: number) => histories.amount[entry] ?? 0;

function mostSpent(own: Own): number {
  let most = 0;
  for (let entry = own.first; entry <= own.last; entry += 1) most = Math.max(most, amountAt(own, entry));
  return most;
}

/** A purchase for nothing is a purchase of a hundredth. */
const logAmount = (value: number) => log(Math.max(value, 0.01));

const timingFeatures: Readonly<Record<string, (own: Own) => number>> = {
  purchases: ({ count }) => log(count),
  silence: (own) => log1p(silenceOf(own)),
  age: (own) => log1p(ageOf(own)),
  "active share": (own) => spanOf(own) / Math.max(ageOf(own), 1),
  "mean gap": (own) => log(meanGapOf(own)),
  "last gap": (own) => log(lastGapOf(own)),
  "silence by gap": (own) => log1p(silenceOf(own)) - log(meanGapOf(own)),
  lately: (own) => countSince(own, own.horizon / 4),
  "last horizon": (own) => countSince(own, own.horizon),
  "fading quickly": (own) => log1p(fading(own, own.horizon / 8)),
  fading: (own) => log1p(fading(own, own.horizon / 3)),
  "fading slowly": (own) => log1p(fading(own, own.horizon)),
  "lines a purchase": (own) => log(meanOver(own.histories.lines, own)),
  "last lines": (own) => log(own.histories.lines[own.last] ?? 1),
};

const moneyFeatures: Readonly<Record<string, (own: Own) => number>> = {
  "mean amount": (own) => logAmount(meanOver(own.histories.amount, own)),
  "last amount": (own) => logAmount(own.histories.amount[own.last] ?? 0),
  "first amount": (own) => logAmount(own.histories.amount[own.first] ?? 0),
  "spent lately": (own) => log1p(fading(own, own.horizon / 4, (entry) => amountAt(own, entry))),
  "most spent": (own) => logAmount(mostSpent(own)),
  spent: (own) => logAmount(own.count * meanOver(own.histories.amount, own)),
};

/** How often, how recently, how regularly and how much an account bought, and how many days it has been silent. */
export function ownColumns(
  histories: Histories,
  past: Past,
  view: { readonly until: number; readonly horizon: number },
): { readonly silence: Float64Array; readonly columns: readonly Column[] } {
  const owns = entriesOf(histories, past).map((entries): Own => ({ ...entries, ...view, histories }));
  const features = { ...timingFeatures, ...(histories.hasAmounts ? moneyFeatures : {}) };
  return {
    silence: Float64Array.from(owns, silenceOf),
    columns: Object.entries(features).map(([name, of]) => numberColumn(name, Float64Array.from(owns, of))),
  };
}
