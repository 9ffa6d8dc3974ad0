import { RefusedModel } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { chanceColumns, type PurchaseModels, weeksOf } from "#predict/tasks/transactions/purchase-models.ts";
import { cox, loadCox } from "#predict/timing/cox.ts";
import { discreteHazard, loadDiscreteHazard } from "#predict/timing/discrete-hazard.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";
import { heldWithin, type Ranges } from "./ranges.ts";

/** What says when: a buy-till-you-die model, or a hazard that was learnt up to `limit` days ahead, within ranges of its inputs. */
export type Curve =
  | { readonly kind: "purchases"; readonly of: keyof typeof chanceColumns }
  | { readonly kind: "hazard"; readonly fitted: FittedTiming; readonly limit: number; readonly ranges: Ranges };

/** Accounts as both kinds of models take them, and the buy-till-you-die models of all that is known by the fit. */
export type Seen = { readonly inputs: Matrix; readonly pasts: Matrix; readonly present: PurchaseModels };

/** The columns of the time to the event while learning: no column of a file can have these names, which are trimmed there. */
export const WAIT = { time: " time", happened: " happened" } as const;

export const hazards = { cox: cox(WAIT), discrete: discreteHazard({ ...WAIT, periods: 20 }) } as const;

/**
 * P(purchase within each of `times`, in days) of each account: one array a time, never falling from a time to a later one.
 * Behind the days that a hazard was learnt for, Pareto/NBD says how the rest of the accounts goes on.
 */
export function chancesBy(curve: Curve, { inputs, pasts, present }: Seen, times: readonly number[]): Float64Array[] {
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const rising = order.map((place) => times[place] ?? 0);
  const chances =
    curve.kind === "purchases"
      ? rising.map((days) => present[curve.of].anyPurchase(pasts, weeksOf(days)))
      : withTail(curve, { inputs, pasts, present }, rising);
  // Rounding apart they rise already.
  chances.slice(1).forEach((later, index) => {
    const before = chances[index];
    later.forEach((chance, row) => (later[row] = Math.min(1, Math.max(chance, before?.[row] ?? 0))));
  });
  const sorted: Float64Array[] = [];
  order.forEach((place, index) => (sorted[place] = chances[index] ?? new Float64Array(0)));
  return sorted;
}

function withTail(
  { fitted, limit, ranges }: Curve & { kind: "hazard" },
  { inputs, pasts, present }: Seen,
  times: readonly number[],
): Float64Array[] {
  const known = fitted.score(
    heldWithin(inputs, ranges),
    times.map((days) => Math.min(days, limit)),
  );
  if (!times.some((days) => days > limit)) return [...known];
  const atLimit = present.pareto.anyPurchase(pasts, weeksOf(limit));
  return times.map((days, index) => {
    const base = known[index] ?? new Float64Array(0);
    if (days <= limit) return base;
    const beyond = present.pareto.anyPurchase(pasts, weeksOf(days));
    return base.map((chance, row) => {
      const [there = 0, further = 0] = [atLimit[row], beyond[row]];
      return there < 1 ? 1 - ((1 - chance) * (1 - Math.max(there, further))) / (1 - there) : chance;
    });
  });
}

export function curveJson(curve: Curve) {
  return curve.kind === "purchases" ? curve : { ...curve, fitted: curve.fitted.toJSON() };
}

/** The curve of a document; RefusedModel where it is none. */
export function loadCurve(json: unknown): Curve {
  const found = (typeof json === "object" && json !== null ? json : {}) as Partial<Record<string, unknown>>;
  const { kind, of, limit, fitted, ranges } = found;
  if (kind === "purchases" && typeof of === "string" && Object.hasOwn(chanceColumns, of)) {
    return { kind, of: of as keyof typeof chanceColumns };
  }
  if (kind !== "hazard" || typeof limit !== "number" || typeof ranges !== "object" || ranges === null) {
    throw new RefusedModel("timing: the curve is damaged.");
  }
  const name = typeof fitted === "object" && fitted !== null ? (fitted as { name?: unknown }).name : undefined;
  return {
    kind,
    limit,
    ranges: ranges as Ranges,
    fitted: name === hazards.cox.name ? loadCox(fitted) : loadDiscreteHazard(fitted),
  };
}
