import { auc } from "./auc.ts";
import { type Gain, gains, type Profit, profitCurve, type Worth } from "./gains.ts";
import { brierScore, logLoss } from "./proper-scores.ts";
import { reliability, type ReliabilityBin } from "./reliability.ts";

/** How good chances of a yes or no were. */
export type ChanceEvaluation = {
  readonly rows: number;
  readonly events: number;
  readonly rate: number;
  readonly meanChance: number;
  readonly auc: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly ece: number;
  readonly reliability: readonly ReliabilityBin[];
  readonly gains: readonly Gain[];
  /** Where it was said what an event brings and what asking costs. */
  readonly profit?: Profit;
};

export function evaluateChances(chances: Float64Array, y: Float64Array, worth?: Worth): ChanceEvaluation {
  const { bins, ece } = reliability(chances, y);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const events = sum(y);
  return {
    rows: y.length,
    events,
    rate: events / y.length,
    meanChance: sum(chances) / y.length,
    auc: auc(chances, y),
    logLoss: logLoss(chances, y),
    brier: brierScore(chances, y),
    ece,
    reliability: bins,
    gains: gains(chances, y),
    ...(worth === undefined ? {} : { profit: profitCurve(chances, y, worth) }),
  };
}
