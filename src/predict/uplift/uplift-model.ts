import type { Random } from "#kernel/random.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import type { Model } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { meansOf, withContact } from "./as-contacted.ts";
import { type Base, bases } from "./base-learners.ts";
import { type FittedUplift, fittedUplift, openUplift, type UpliftPart } from "./fitted-uplift.ts";
import { armOf, someOf, type TrialRoles, type TrialRows, trialRows } from "./trial-rows.ts";

type Recipe = (rows: TrialRows, base: Base, random: Random) => readonly UpliftPart[];

/** Who answers, or how much, when contacted; whom a contact moves it does not ask. */
const response: Recipe = (rows, base, random) => {
  const contacted = armOf(rows, 1);
  return [{ learner: base.means(contacted.inputs, contacted.y, random), weight: 1, as: "is" }];
};

/** One model of all, in which the contact is a column, crossed with all others for regressions (S-learner). */
const single: Recipe = ({ inputs, treated, y }, base, random) => {
  const means = base.isAdditive ? meansOf(inputs) : undefined;
  const learner = base.means(withContact(inputs, treated, means), y, random);
  const crossed = means === undefined ? {} : { means };
  return [
    { learner, weight: 1, as: "contacted", ...crossed },
    { learner, weight: -1, as: "alone", ...crossed },
  ];
};

/** A model of those contacted and one of those left alone (T-learner). */
const two: Recipe = (rows, base, random) => {
  const [contacted, alone] = [armOf(rows, 1), armOf(rows, 0)];
  return [
    { learner: base.means(contacted.inputs, contacted.y, random), weight: 1, as: "is" },
    { learner: base.means(alone.inputs, alone.y, random), weight: -1, as: "is" },
  ];
};

/** What each did more than the other group's model says, learnt in either group (X-learner: Künzel et al. 2019). */
const crossed: Recipe = (rows, base, random) => {
  const [contacted, alone] = [armOf(rows, 1), armOf(rows, 0)];
  const share = contacted.y.length / rows.y.length;
  const ifContacted = base.means(contacted.inputs, contacted.y, random).score(alone.inputs);
  const ifAlone = base.means(alone.inputs, alone.y, random).score(contacted.inputs);
  const gained = contacted.y.map((came, row) => came - (ifAlone[row] ?? 0));
  const missed = alone.y.map((came, row) => (ifContacted[row] ?? 0) - came);
  return [
    { learner: base.differences(contacted.inputs, gained, random), weight: 1 - share, as: "is" },
    { learner: base.differences(alone.inputs, missed, random), weight: share, as: "is" },
  ];
};

/**
 * A doubly robust difference of each row, from models of the other half of the rows, and what it depends on (DR-learner:
 * Kennedy 2023). The share of the contacted is that of the trial.
 */
const robust: Recipe = (rows, base, random) => {
  const share = rows.treated.reduce((sum, each) => sum + each, 0) / rows.treated.length;
  const half = foldsOf(
    rows.y.map((came, row) => 2 * Math.sign(came) + (rows.treated[row] ?? 0)),
    2,
    random,
  );
  const places = Int32Array.from(half.keys());
  const difference = new Float64Array(rows.y.length);
  for (const side of [0, 1]) {
    const learn = someOf(
      rows,
      places.filter((row) => half[row] !== side),
    );
    const own = places.filter((row) => half[row] === side);
    const asked = someOf(rows, own);
    const [ifContacted, ifAlone] = ([1, 0] as const).map((arm) => {
      const group = armOf(learn, arm);
      return base.means(group.inputs, group.y, random).score(asked.inputs);
    });
    own.forEach((row, place) => {
      const [up = 0, down = 0, came = 0] = [ifContacted?.[place], ifAlone?.[place], asked.y[place]];
      const surprise = asked.treated[place] === 1 ? (came - up) / share : (down - came) / (1 - share);
      difference[row] = up - down + surprise;
    });
  }
  return [{ learner: base.differences(rows.inputs, difference, random), weight: 1, as: "is" }];
};

const recipes = { response, S: single, T: two, X: crossed, DR: robust } as const;

export type UpliftName = `${keyof typeof recipes} by ${keyof (typeof bases)["answer"]}`;

/** All of them, the simplest first. */
export const upliftNames: readonly UpliftName[] = (["regression", "trees"] as const).flatMap((base) =>
  (["response", "S", "T", "X", "DR"] as const).map((recipe): UpliftName => `${recipe} by ${base}`),
);

/** Whom a contact moves, learnt from a trial with a hold-out: treatment is a column of 0 and 1, the target too or amounts. */
export function upliftModel(name: UpliftName, roles: TrialRoles): Model<FittedUplift> {
  return {
    name,
    fit: (matrix: Matrix, { random }: { readonly random: Random }) => {
      const rows = trialRows(name, matrix, roles);
      const [recipe, base] = name.split(" by ") as [keyof typeof recipes, keyof (typeof bases)["answer"]];
      return fittedUplift(name, recipes[recipe](rows, bases[roles.measure ?? "answer"][base], random));
    },
  };
}

export function loadUplift(name: UpliftName, json: unknown): FittedUplift {
  return openUplift(json, name);
}
