import type { Survival } from "#predict/evaluate/concordance.ts";
import { rowOrder } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { type Event, eventOf, outcomesOf, yesOf } from "#predict/tasks/propensity/event-of.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { sampleOf } from "#predict/tasks/timing/waits.ts";
import type { Table } from "#predict/tables/table.ts";

/** Rows with one duration each: `came` says how long each was followed, and whether the event ended it. */
export type Subjects = { readonly inputs: Matrix; readonly came: Survival };

const MODEL = "timing";
/** Fewer events than these can't bear a choice. */
const LEAST_EVENTS = 20;

/**
 * Which word of the target is the event. For durations the rarer word is no guess: most tables of short lives hold more ends
 * than survivors. So where the words are no known pair of yes and no, it must be told.
 */
export function eventOfSubjects({ target }: Table, asked: string | undefined): Event {
  if (target === undefined) throw new RefusedRows(MODEL, "a target column must be named");
  const words = target.kind === "category" ? target.levels : [...new Set(target.values)].map(String).sort();
  const column = target.name;
  const [only, other] = words;
  // A third word may be another end, which is no end of following: what it means is not for a guess either.
  if (words.length > 2) throw new RefusedRows(MODEL, `has ${words.length} values, not two`, { column });
  // Where nobody is censored there is but one word.
  if (words.length === 1 && only !== undefined && only === asked) return { column, is: only };
  if (asked === undefined && words.length === 2 && yesOf(only ?? "", other ?? "") === undefined) {
    const reason = `holds ${words.map((word) => JSON.stringify(word)).join(" and ")}: say by --event which of them is the event`;
    throw new RefusedRows(MODEL, reason, { column });
  }
  return eventOf(MODEL, target, asked);
}

/** The rows of a table, as they stand there; RefusedRows names the column and row that are at fault. */
export function subjectsOf({ inputs, time, target }: Table, event: Event, column: string): Subjects {
  if (time === undefined) throw new RefusedRows(MODEL, "a column of durations must be named");
  if (target === undefined) throw new RefusedRows(MODEL, "is missing", { column: event.column });
  const negative = time.findIndex((value) => !(value >= 0));
  if (negative !== -1)
    throw new RefusedRows(MODEL, `${time[negative]} is no duration from 0 on`, {
      column,
      row: negative,
    });
  return { inputs, came: { time, happened: outcomesOf(MODEL, target, event) } };
}

/** RefusedRows where there is no time to be learnt. */
export function refuseTooFew({ time, happened }: Survival, columns: TaskSettings["columns"]): void {
  const times = time.filter((_, row) => happened[row] === 1);
  if (times.length < LEAST_EVENTS) {
    const reason = `${times.length} of ${time.length} rows have the event: at least ${LEAST_EVENTS} are needed`;
    throw new RefusedRows(MODEL, reason, columns.target === undefined ? {} : { column: columns.target });
  }
  if (new Set(times).size < 2) {
    const reason = `all events came at ${times[0]}: there is no when to learn`;
    throw new RefusedRows(MODEL, reason, columns.time === undefined ? {} : { column: columns.time });
  }
}

/** Rows in an order that does not depend on how they came; of very many, a sample. */
export function groundOf({ inputs, came }: Subjects, seed: number): Subjects {
  const columns = inputs.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const whole = matrixOf([...columns, numberColumn(" time", came.time), numberColumn(" happened", came.happened)]);
  const order = rowOrder(whole);
  const ranks = sampleOf(
    order.map((_, rank) => rank),
    seed,
  );
  const rows = ranks.map((rank) => order[rank] ?? 0);
  return pickSubjects({ inputs: { rows: inputs.rows, columns }, came }, rows);
}

export function pickSubjects({ inputs, came }: Subjects, rows: Int32Array): Subjects {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return {
    inputs: takeRows(inputs, rows),
    came: { time: pick(came.time), happened: pick(came.happened) },
  };
}

/**
 * Durations as models take them, above 0: whose event came at once is taken to have had it in the first half of the shortest
 * duration.
 */
export function aboveZero({ time, happened }: Survival): Survival {
  const least = time.reduce((min, value) => (value > 0 && value < min ? value : min), Number.POSITIVE_INFINITY);
  return { time: time.map((value) => (value > 0 ? value : least / 2)), happened };
}
