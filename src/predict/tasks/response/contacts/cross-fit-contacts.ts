import { seededRandom } from "#kernel/random.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { bases } from "#predict/uplift/base-learners.ts";
import { type ContactRows, someContacts } from "./contact-rows.ts";

export type BaseName = keyof (typeof bases)["answer"];
export const baseNames: readonly BaseName[] = ["regression", "trees"];

/** Of rows not learnt from: their chances to answer each kind of contact, by each base, and to be contacted so. */
export type HeldOut = {
  readonly answers: Readonly<Record<BaseName, readonly Float64Array[]>>;
  readonly contacts: readonly Float64Array[];
};

const FOLDS = 5;

export function crossFitContacts(rows: ContactRows, kinds: number, seed: number): HeldOut {
  const size = rows.y.length;
  const empty = () => Array.from({ length: kinds }, () => new Float64Array(size));
  const held = { answers: { regression: empty(), trees: empty() }, contacts: empty() };
  const fold = foldsOf(
    rows.y.map((came, row) => 2 * (rows.kind[row] ?? 0) + came),
    FOLDS,
    seededRandom(seed),
  );
  const places = Int32Array.from(fold.keys());
  for (let each = 0; each < FOLDS; each += 1) {
    const learn = someContacts(
      rows,
      places.filter((row) => fold[row] !== each),
    );
    const own = places.filter((row) => fold[row] === each);
    const asked = someContacts(rows, own).inputs;
    const write = (into: readonly Float64Array[], learners: readonly FittedLearner[]) =>
      learners.forEach((learner, kind) => {
        const column = into[kind];
        learner.score(asked).forEach((chance, place) => {
          if (column !== undefined) column[own[place] ?? 0] = chance;
        });
      });
    for (const name of baseNames) write(held.answers[name], fitAnswers(name, learn, { kinds, seed }));
    write(held.contacts, fitContacts(learn, kinds, seed));
  }
  normalise(held.contacts);
  return held;
}

/** P(answer | contacted by a kind) of each kind, learnt from those who were contacted so. */
export function fitAnswers(
  name: BaseName,
  rows: ContactRows,
  { kinds, seed }: { readonly kinds: number; readonly seed: number },
): readonly FittedLearner[] {
  return Array.from({ length: kinds }, (_, kind) => {
    const own = someContacts(
      rows,
      Int32Array.from(rows.kind.keys()).filter((row) => rows.kind[row] === kind),
    );
    return bases.answer[name].means(own.inputs, own.y, seededRandom(seed));
  });
}

function fitContacts({ inputs, kind }: ContactRows, kinds: number, seed: number): readonly FittedLearner[] {
  return Array.from({ length: kinds }, (_, each) => {
    const isOwn = Float64Array.from(kind, (place) => (place === each ? 1 : 0));
    return bases.answer.regression.means(inputs, isOwn, seededRandom(seed));
  });
}

/** One kind against the rest says nearly, not exactly, 1 in all. */
function normalise(chances: readonly Float64Array[]): void {
  const rows = chances[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    const sum = chances.reduce((total, own) => total + (own[row] ?? 0), 0);
    for (const own of chances) own[row] = (own[row] ?? 0) / sum;
  }
}
