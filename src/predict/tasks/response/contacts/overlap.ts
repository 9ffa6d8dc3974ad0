import { RefusedRows } from "#predict/models/model.ts";

/** Who has less than this part of a kind's usual chance is hardly ever contacted so. */
const HARDLY = 0.1;
/** More rows than this share of whom a kind knows nothing can't be spoken for. */
const MOST = 0.05;

/**
 * Refuses where a kind of contact hardly ever reached some people: what they would answer is then not in the data at all, and no
 * method finds it (positivity: Rosenbaum and Rubin 1983). `chances[kind]` are those of each row to be contacted so.
 */
export function refuseGaps(
  model: string,
  { column, kinds }: { readonly column: string; readonly kinds: readonly string[] },
  chances: readonly Float64Array[],
): void {
  kinds.forEach((word, place) => {
    const own = chances[place] ?? new Float64Array(0);
    const usual = own.reduce((sum, chance) => sum + chance, 0) / own.length;
    const hardly = own.filter((chance) => chance < HARDLY * usual).length / own.length;
    if (hardly <= MOST) return;
    throw new RefusedRows(
      model,
      `no overlap: ${Math.round(100 * hardly)} % of rows are hardly ever contacted by ${word}, so nothing says what they would answer: leave that kind or those rows out`,
      { column },
    );
  });
}
