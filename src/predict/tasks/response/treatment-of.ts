import { RefusedRows } from "#predict/models/model.ts";
import type { CategoryColumn } from "#predict/numerics/matrix.ts";

/** Which words of the treatment column are compared. */
export type Arms = { readonly column: string; readonly contacted: string; readonly alone: string };

/** What those who were left alone are called: "0", "no e-mail", "control", "hold-out". */
const ALONE = /^(?:0|n|no|none|nothing|false|control|hold-?out|untreated|nein|kein|keine|non|aucun)(?![a-z0-9])/i;

/** Both arms of a trial; RefusedRows where the words of the column do not say which is which, or there are more than two. */
export function armsOf(
  model: string,
  treatment: CategoryColumn,
  asked: { readonly contacted?: string | undefined; readonly alone?: string | undefined },
): Arms {
  const place = { column: treatment.name };
  const found = new Set(treatment.codes);
  const levels = treatment.levels.filter((_, code) => found.has(code));
  for (const word of [asked.contacted, asked.alone]) {
    if (word !== undefined && !levels.includes(word))
      throw new RefusedRows(model, `never is ${JSON.stringify(word)}`, place);
  }
  if (levels.length < 2) throw new RefusedRows(model, "has one value only: nobody to compare with", place);
  const free = levels.filter((word) => word !== asked.contacted);
  const alone = asked.alone ?? (free.length === 1 ? free[0] : onlyOne(free.filter((word) => ALONE.test(word))));
  const rest = levels.filter((word) => word !== alone);
  const contacted = asked.contacted ?? (rest.length === 1 ? rest[0] : undefined);
  if (alone === undefined || contacted === undefined || alone === contacted) {
    const words = levels.slice(0, 10).join(", ");
    throw new RefusedRows(
      model,
      `is ${words}: name those contacted by --treated, those left alone by --control`,
      place,
    );
  }
  return { column: treatment.name, contacted, alone };
}

function onlyOne(words: readonly string[]): string | undefined {
  return words.length === 1 ? words[0] : undefined;
}

/** 1 for the contacted, 0 for those left alone, NaN for all others; RefusedRows names the first row of which nothing is known. */
export function contactsOf(model: string, treatment: CategoryColumn, { contacted, alone }: Arms): Float64Array {
  return Float64Array.from(treatment.codes, (code, row) => {
    if (code < 0) throw new RefusedRows(model, "is missing", { column: treatment.name, row });
    const word = treatment.levels[code];
    return word === contacted ? 1 : word === alone ? 0 : Number.NaN;
  });
}
