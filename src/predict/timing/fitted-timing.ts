import type { Contribution } from "#predict/learners/learner.ts";
import { type Fitted, openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { chancesBy, periodHazards } from "./cumulative-hazards.ts";
import { contributionsOf, predict, type Predictor } from "./predictor.ts";

/** How time passes: hazards of periods by the logit, or a cumulative hazard by steps. */
export type Clockwork =
  | {
      readonly kind: "periods";
      /** Ends of the periods, rising; the first begins at 0. */
      readonly ends: readonly number[];
      /** Log-odds of the event in each period for an average row. */
      readonly logOdds: readonly number[];
      /** What the second predictor counts in each period. */
      readonly pace: readonly number[];
    }
  | {
      readonly kind: "steps";
      readonly ends: readonly number[];
      readonly cumulative: readonly number[];
    };

export type TimingState = {
  readonly name: string;
  readonly clockwork: Clockwork;
  /** The level of each row, and, for periods, how it changes as time passes. */
  readonly level: Predictor;
  readonly change: Predictor;
  readonly rows: number;
  readonly events: number;
};

/** A fitted model of when something happens to a row; times are in the unit of the column that it learnt from. */
export type FittedTiming = Fitted & {
  readonly inputs: readonly string[];
  /** The last time that it knows of; a curve stays flat behind it. */
  readonly until: number;
  readonly rows: number;
  readonly events: number;
  /** P(event by each time) of each row: one column a time, never falling from time to time. */
  score(rows: Matrix, times: readonly number[]): readonly Float64Array[];
  /** What each column adds to the log-odds (periods) or log-hazard (Cox) of one row, at the beginning. */
  explain(rows: Matrix, row: number): readonly Contribution[];
};

const TIMING_VERSION = 1;

export function fittedTiming(state: TimingState): FittedTiming {
  const { name, clockwork, level, change, rows: learnt, events } = state;
  return Object.freeze({
    name,
    inputs: level.encodings.map((encoding) => encoding.name),
    until: clockwork.ends.at(-1) ?? 0,
    rows: learnt,
    events,
    score: (rows: Matrix, times: readonly number[]) => {
      const wrong = times.find((time) => !(time >= 0));
      if (wrong !== undefined) throw new RefusedRows(name, `${wrong} is no time from 0 on`);
      return scoreTimes(state, rows, times);
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(name, "there is no such row", { row });
      const first = clockwork.kind === "periods" ? (clockwork.pace[0] ?? 0) : 0;
      const changes = contributionsOf(name, change, { rows, row });
      return contributionsOf(name, level, { rows, row }).map((part, index) => ({
        ...part,
        contribution: part.contribution + first * (changes[index]?.contribution ?? 0),
      }));
    },
    toJSON: () => ({
      name,
      version: TIMING_VERSION,
      clockwork,
      level,
      change,
      rows: learnt,
      events,
    }),
  });
}

function scoreTimes(state: TimingState, rows: Matrix, times: readonly number[]): readonly Float64Array[] {
  const { name, clockwork, level, change } = state;
  const levels = predict(name, level, rows);
  const changes = predict(name, change, rows);
  const hazardsOf = (row: number, sorted: readonly number[]) => {
    const [own, pull] = [levels[row] ?? 0, changes[row] ?? 0];
    if (clockwork.kind === "steps") return stepHazards(clockwork, own, sorted);
    const { ends, logOdds, pace } = clockwork;
    const chanceIn = (period: number) => logistic((logOdds[period] ?? 0) + own + (pace[period] ?? 0) * pull);
    return periodHazards(ends, chanceIn, sorted);
  };
  return chancesBy(hazardsOf, rows.rows, times);
}

function stepHazards(
  { ends, cumulative }: Clockwork & { kind: "steps" },
  level: number,
  times: readonly number[],
): readonly number[] {
  const risk = exp(Math.min(level, 500));
  return times.map((time) => {
    const place = lastUpTo(ends, time);
    return place < 0 ? 0 : risk * (cumulative[place] ?? 0);
  });
}

/** Place of the last of the rising values that is at most `most`; −1 where there is none. */
function lastUpTo(values: readonly number[], most: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The model of a document; RefusedModel for another kind, a newer version or damage. */
export function openTiming(json: unknown, name: string, kind: Clockwork["kind"]): FittedTiming {
  const found = openFitted(json, { name, version: TIMING_VERSION }) as Partial<TimingState>;
  const { clockwork, level, change, rows, events } = found;
  const isWhole = [level, change].every((each) => Array.isArray(each?.encodings) && Array.isArray(each.coefficients));
  if (clockwork?.kind !== kind || !Array.isArray(clockwork.ends) || !isWhole)
    throw new RefusedModel(`${name}: the model is damaged.`);
  if (level === undefined || change === undefined || typeof rows !== "number" || typeof events !== "number") {
    throw new RefusedModel(`${name}: the model is damaged.`);
  }
  return fittedTiming({ name, clockwork, level, change, rows, events });
}
