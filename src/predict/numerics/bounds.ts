import { exp } from "./exponential.ts";
import { logistic } from "./log-sum-exp.ts";
import { log } from "./logarithm.ts";
import type { Objective } from "./lbfgs.ts";

/** Where a parameter may be: anywhere, above `least`, or between `least` and `most`; the ends themselves are never reached. */
export type Bound = { readonly least?: number; readonly most?: number };

/** `objective` of bounded parameters as one of free parameters: logarithms of a distance, or logits of a share. */
export function freed(objective: Objective, bounds: readonly Bound[]): Objective {
  return (free, gradient) => {
    const point = bounded(free, bounds);
    const value = objective(point, gradient);
    for (let index = 0; index < free.length; index += 1) {
      gradient[index] = (gradient[index] ?? 0) * stretch(point[index] ?? 0, bounds[index] ?? {});
    }
    return value;
  };
}

/** The bounded parameters of free ones. */
export function bounded(free: ArrayLike<number>, bounds: readonly Bound[]): Float64Array {
  return Float64Array.from(free, (part, index) => {
    const { least, most } = bounds[index] ?? {};
    if (least === undefined) return most === undefined ? part : most - exp(-part);
    return most === undefined ? least + exp(part) : least + (most - least) * logistic(part);
  });
}

/** The free parameters of bounded ones; ±Infinity at a bound. */
export function unbounded(point: ArrayLike<number>, bounds: readonly Bound[]): Float64Array {
  return Float64Array.from(point, (part, index) => {
    const { least, most } = bounds[index] ?? {};
    if (least === undefined) return most === undefined ? part : -log(most - part);
    return most === undefined ? log(part - least) : log((part - least) / (most - part));
  });
}

/** Derivative of the bounded parameter by the free one, from the bounded one. */
function stretch(part: number, { least, most }: Bound): number {
  if (least === undefined) return most === undefined ? 1 : most - part;
  return most === undefined ? part - least : ((part - least) * (most - part)) / (most - least);
}
