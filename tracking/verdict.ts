import type { ClickSignals } from "./click-signals.ts";
import type { RequestSignals } from "./signals.ts";
import { type Signal, signalTable, type VerdictReason } from "./signal-table.ts";

export type Verdict = "person" | "machine" | "unsure";

export type ClickVerdict = {
  readonly verdict: Verdict;
  /** Of the rules, so that verdicts made by older ones can be told and made again. */
  readonly version: number;
  /** Every signal that spoke, in the order of the table, with its weight: towards a machine above 0, a person below. */
  readonly reasons: ReadonlyArray<{ readonly reason: VerdictReason; readonly weight: number }>;
};

/** Raise it with every change of the table: kept signals are then judged again (src/clicks/review-clicks.ts). */
export const VERDICT_VERSION = 2;

/** From here on a machine; below, unsure; and a person under the lower bound. */
const MACHINE_FROM = 60;
const PERSON_BELOW = 30;

const weightOf = (signals: readonly Signal[]) => signals.reduce((sum, { weight }) => sum + weight, 0);

/**
 * Person or machine, from the signals alone: pure, so that it can be made again over kept signals when the rules get better.
 * Scores, lists of responders and caps use persons only; "unsure" is counted as neither.
 */
export function verdictOf(signals: ClickSignals): ClickVerdict {
  const spoken = signalTable.filter(({ speaks }) => speaks(signals));
  const weight = weightOf(spoken);
  const verdict = weight >= MACHINE_FROM ? "machine" : weight >= PERSON_BELOW ? "unsure" : "person";
  const reasons = spoken.map(({ reason, weight }) => ({ reason, weight }));
  return { verdict, version: VERDICT_VERSION, reasons };
}

/** How much of a machine a request shows by itself: below 0 a person who was passed on. */
export function requestWeight(signals: RequestSignals): number {
  return weightOf(signalTable.filter(({ speaks }) => speaks(signals)));
}

/** A machine whatever happened around it: it tells nothing about the browsers around it. */
export function isMachineAlone(signals: RequestSignals): boolean {
  return requestWeight(signals) >= MACHINE_FROM;
}
