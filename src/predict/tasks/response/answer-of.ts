import { RefusedRows } from "#predict/models/model.ts";
import type { Column } from "#predict/numerics/matrix.ts";
import { type Event, eventOf, outcomesOf } from "#predict/tasks/propensity/event-of.ts";

/** What comes of a contact: an event or none, or an amount of 0 or more. */
export type Answer = Event | { readonly column: string; readonly measure: "amount" };

/** A column of numbers with more than two values is amounts, unless one of them is named as the event. */
export function answerOf(model: string, target: Column, asked?: string): Answer {
  const isAmount = asked === undefined && target.kind === "number" && new Set(target.values).size > 2;
  return isAmount ? { column: target.name, measure: "amount" } : eventOf(model, target, asked);
}

/** 1 or 0, or the amount of each row; RefusedRows names the first row where nothing is known, or less than nothing came. */
export function answersOf(model: string, target: Column, answer: Answer): Float64Array {
  if (!("measure" in answer)) return outcomesOf(model, target, answer);
  const place = { column: target.name };
  if (target.kind !== "number") throw new RefusedRows(model, "holds words, not amounts", place);
  const row = target.values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (row !== -1) throw new RefusedRows(model, "is no amount of 0 or more", { ...place, row });
  return target.values;
}

/** "visit is 1", "spend". */
export function answerWords(answer: Answer): string {
  return "measure" in answer ? answer.column : `${answer.column} is ${answer.is}`;
}
