import type { Random } from "#kernel/random.ts";
import { randomInt } from "#kernel/random.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { categoryColumn, type Column, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** Offers in a world whose chances are known: a table with the column `answered`, and the true chance of each row. */
export type Offers = { readonly name: string; readonly table: Table; readonly chances: Float64Array };

export type OfferWorld = (rows: number, random: Random) => Offers;

type Seen = Pick<Offers, "name" | "chances"> & { readonly columns: readonly Column[] };

function offers({ name, columns, chances }: Seen, random: Random): Offers {
  const target = numberColumn(
    "answered",
    chances.map((chance) => (random.next() < chance ? 1 : 0)),
  );
  const lines = chances.map((_, row) => row + 2);
  return { name, chances, table: { rows: chances.length, inputs: matrixOf(columns), target, lines } };
}

/** Answers follow the month, each by what is seen of a person, and an age has its best years. */
export const seasonalOffers: OfferWorld = (rows, random) => {
  const month = Float64Array.from({ length: rows }, () => 1 + randomInt(random, 12));
  const age = Float64Array.from({ length: rows }, () => 18 + randomInt(random, 63));
  const channel = Array.from({ length: rows }, () => (random.next() < 0.4 ? "shop" : "letter"));
  const chances = Float64Array.from(channel, (word, row) => {
    const turn = Math.cos((2 * Math.PI * ((month[row] ?? 0) - (word === "shop" ? 12 : 6))) / 12);
    return logistic(-1.8 + 1.1 * turn + 1.2 * Math.exp(-((((age[row] ?? 0) - 42) / 12) ** 2)));
  });
  const columns = [numberColumn("month", month), numberColumn("age", age), categoryColumn("channel", channel)];
  return offers({ name: "seasonal", columns, chances }, random);
};

/** Answers come in the last weeks of a contract, the more the dearer it is, and seldom of those who have just signed. */
export const contractOffers: OfferWorld = (rows, random) => {
  const left = Float64Array.from({ length: rows }, () => 1 + randomInt(random, 104));
  const fee = Float64Array.from({ length: rows }, () => 20 + 10 * Math.abs(drawNormal(random)));
  const calls = Float64Array.from({ length: rows }, () => randomInt(random, 6));
  const chances = Float64Array.from(left, (weeks, row) => {
    const isOpen = weeks <= 13;
    const dear = ((fee[row] ?? 0) - 28) / 8;
    return logistic(-2.4 + (isOpen ? 1.6 + 0.7 * dear : weeks > 90 ? -1 : 0) + ((calls[row] ?? 0) >= 4 ? 0.6 : 0));
  });
  const named = { "weeks left": left, fee, calls };
  const columns = Object.entries(named).map(([name, values]) => numberColumn(name, values));
  return offers({ name: "contract", columns, chances }, random);
};

const CENTRES = [
  [1.2, 0, -0.6, 0],
  [-1, 0.9, 0, 0.5],
  [0, -1.2, 0.9, -0.5],
] as const;
const ANSWERS = [0.45, 0.08, 0.2] as const;
const SHARES = [0.25, 0.45, 0.3] as const;

/** Three segments that nobody sees, each with interests around its own centre and a chance of its own. */
export const segmentOffers: OfferWorld = (rows, random) => {
  const people = Array.from({ length: rows }, () => {
    const draw = random.next();
    const segment = draw < SHARES[0] ? 0 : draw < SHARES[0] + SHARES[1] ? 1 : 2;
    return CENTRES[segment].map((centre) => centre + drawNormal(random));
  });
  const chances = Float64Array.from(people, (interests) => {
    const weights = CENTRES.map((centre, segment) => {
      const square = interests.reduce((sum, value, place) => sum + (value - (centre[place] ?? 0)) ** 2, 0);
      return (SHARES[segment] ?? 0) * Math.exp(-square / 2);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.reduce((chance, weight, segment) => chance + ((ANSWERS[segment] ?? 0) * weight) / sum, 0);
  });
  const columns = ["sport", "garden", "books", "music"].map((name, place) =>
    numberColumn(
      name,
      people.map((interests) => interests[place] ?? 0),
    ),
  );
  return offers({ name: "segments", columns, chances }, random);
};
