import type { Random } from "#kernel/random.ts";
import { type Ages, type Simulated, simulateHistories } from "#predict/models/btyd/simulate-histories.ts";
import { drawBeta, drawGamma } from "#predict/numerics/draws.ts";
import type { ErlangParameters } from "./erlang-process.ts";

/** Customers whose purchases follow erlang-process.ts. */
export function simulateErlang(parameters: ErlangParameters, ages: Ages, random: Random): Simulated {
  const { k, r, alpha, a, b, canStopAtOnce } = parameters;
  return simulateHistories(ages, () => {
    const rate = drawGamma(random, r, alpha);
    const stop = drawBeta(random, a, b);
    let hasStopped = canStopAtOnce && random.next() < stop;
    return (lastAt) => {
      if (hasStopped) return Number.POSITIVE_INFINITY;
      const at = lastAt + drawGamma(random, k, rate);
      hasStopped = random.next() < stop;
      return at > lastAt ? at : Number.POSITIVE_INFINITY;
    };
  });
}
