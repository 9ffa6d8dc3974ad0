import { RefusedRows } from "#predict/models/model.ts";
import type { Column } from "#predict/numerics/matrix.ts";

/** Which value of a target is the event. */
export type Event = { readonly column: string; readonly is: string };

const YES_BY_NO = new Map([
  ["no", "yes"],
  ["n", "y"],
  ["false", "true"],
  ["f", "t"],
  ["0", "1"],
  ["nein", "ja"],
  ["non", "oui"],
]);

/** Values that a refusal shows. */
const MOST_SHOWN = 5;

/**
 * The event of a column: the value that was asked for, whatever others there are. Else, of two values, the one that says yes where
 * they are a known pair, else the rarer one, since nobody asks for the chance of what nearly always comes; the later in the
 * alphabet where both are as frequent.
 */
export function eventOf(model: string, target: Column, asked?: string): Event {
  const counts = countsOf(target);
  const words = [...counts.keys()].sort();
  const [first, second, ...more] = words;
  const place = { column: target.name };
  if (first === undefined || second === undefined)
    throw new RefusedRows(model, "has one value only: nothing to tell apart", place);
  if (asked !== undefined) {
    if (!counts.has(asked)) throw new RefusedRows(model, `never is ${JSON.stringify(asked)}`, place);
    return { column: target.name, is: asked };
  }
  if (more.length > 0) {
    const some = words.slice(0, MOST_SHOWN).map((word) => JSON.stringify(word));
    const list = words.length > MOST_SHOWN ? [...some, "…"] : some;
    throw new RefusedRows(
      model,
      `has ${words.length} values, not two: ${list.join(", ")}. Say in --event which one is meant`,
      place,
    );
  }
  const yes = yesOf(first, second);
  if (yes !== undefined) return { column: target.name, is: yes };
  return { column: target.name, is: (counts.get(first) ?? 0) < (counts.get(second) ?? 0) ? first : second };
}

/** Which of two words says yes; undefined where they are no known pair. */
export function yesOf(first: string, second: string): string | undefined {
  const isYes = (no: string, yes: string) => YES_BY_NO.get(no.toLowerCase()) === yes.toLowerCase();
  return isYes(first, second) ? second : isYes(second, first) ? first : undefined;
}

/** 1 where the event came, 0 where not; RefusedRows names the first row where nothing is known. */
export function outcomesOf(model: string, target: Column, { is }: Event): Float64Array {
  const texts = textsOf(target);
  return Float64Array.from({ length: texts.rows }, (_, row) => {
    const text = texts.at(row);
    if (text === undefined) throw new RefusedRows(model, "is missing", { column: target.name, row });
    return text === is ? 1 : 0;
  });
}

function countsOf(target: Column): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const texts = textsOf(target);
  for (let row = 0; row < texts.rows; row += 1) {
    const text = texts.at(row);
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function textsOf(target: Column): { readonly rows: number; readonly at: (row: number) => string | undefined } {
  if (target.kind === "category") {
    return { rows: target.codes.length, at: (row) => target.levels[target.codes[row] ?? -1] };
  }
  return {
    rows: target.values.length,
    at: (row) => {
      const value = target.values[row] ?? Number.NaN;
      return Number.isNaN(value) ? undefined : String(value);
    },
  };
}
