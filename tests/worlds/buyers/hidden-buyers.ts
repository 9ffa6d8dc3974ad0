import type { Random } from "#kernel/random.ts";
import { randomInt } from "#kernel/random.ts";
import { drawGamma } from "#predict/numerics/draws.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { categoryColumn, matrixOf } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** When a purchase is thought of: the day of the calendar, days since the first purchase, and days since the last one. */
export type Moment = { readonly day: number; readonly age: number; readonly gap: number };

/**
 * Buyers whose state nobody sees: it changes from day to day, and says how likely a purchase is and what is bought. What can be
 * seen of a buyer is her kind, on which days she bought, and what.
 */
export type BuyerWorld = {
  readonly name: string;
  /** Seen of everybody, and how many in ten are of each. */
  readonly kinds: readonly string[];
  /** What is bought; `says[state][word]` are its chances. */
  readonly words: readonly string[];
  readonly says: ReadonlyArray<readonly number[]>;
  /** Chances of the states at the first purchase. */
  readonly start: (kind: number) => readonly number[];
  /** Takes the chances of the states from one day to the next, in place. */
  readonly step: (chances: Float64Array, kind: number, moment: Moment) => void;
  /** Chance of a purchase on a day in a state. */
  readonly buys: (state: number, kind: number, moment: Moment) => number;
  /** First purchases fall on days before this one; the future of `horizon` days begins behind the cut. */
  readonly entries: number;
  readonly cut: number;
  readonly horizon: number;
  readonly quietDays: number;
};

type Bought = { readonly day: number; readonly word: number };
export type Buyer = { readonly id: string; readonly kind: number; readonly bought: readonly Bought[] };

/** Buyers from their first purchase to the end of the horizon. */
export function drawBuyers(world: BuyerWorld, buyers: number, random: Random): readonly Buyer[] {
  return Array.from({ length: buyers }, (_, place): Buyer => {
    const kind = randomInt(random, world.kinds.length);
    const entry = randomInt(random, world.entries);
    let state = drawFrom(world.start(kind), random);
    const bought: Bought[] = [{ day: entry, word: drawFrom(world.says[state] ?? [], random) }];
    const chances = new Float64Array(world.says.length);
    let last = entry;
    for (let day = entry + 1; day <= world.cut + world.horizon; day += 1) {
      const moment = { day, age: day - entry, gap: day - last };
      chances.fill(0);
      chances[state] = 1;
      world.step(chances, kind, moment);
      state = drawFrom(chances, random);
      if (random.next() >= world.buys(state, kind, moment)) continue;
      bought.push({ day, word: drawFrom(world.says[state] ?? [], random) });
      last = day;
    }
    return { id: `B${String(place).padStart(6, "0")}`, kind, bought };
  });
}

function drawFrom(chances: ArrayLike<number>, random: Random): number {
  let left = random.next();
  for (let place = 0; place < chances.length - 1; place += 1) {
    left -= chances[place] ?? 0;
    if (left < 0) return place;
  }
  return chances.length - 1;
}

/**
 * The best that can be said of a buyer as of the cut by whoever knows the world and sees what can be seen: P(any purchase within
 * the horizon), by the forward algorithm over the hidden states (Rabiner 1989), exact.
 */
export function bayesChance(world: BuyerWorld, { kind, bought }: Buyer): number {
  const past = bought.filter(({ day }) => day <= world.cut);
  const words = new Map(past.map(({ day, word }) => [day, word]));
  const entry = past[0]?.day ?? 0;
  const chances = Float64Array.from(world.start(kind));
  weigh(chances, (state) => world.says[state]?.[past[0]?.word ?? 0] ?? 0);
  let last = entry;
  let nothing = 0;
  for (let day = entry + 1; day <= world.cut + world.horizon; day += 1) {
    const moment = { day, age: day - entry, gap: day - last };
    world.step(chances, kind, moment);
    const word = words.get(day);
    if (word === undefined) {
      const kept = weigh(chances, (state) => 1 - world.buys(state, kind, moment));
      if (day > world.cut) nothing += log(kept);
    } else {
      weigh(chances, (state) => world.buys(state, kind, moment) * (world.says[state]?.[word] ?? 0));
      last = day;
    }
  }
  return 1 - Math.exp(nothing);
}

/** Multiplies and brings the sum back to 1; gives the sum that there was. */
function weigh(chances: Float64Array, factor: (state: number) => number): number {
  let sum = 0;
  for (let state = 0; state < chances.length; state += 1) {
    chances[state] = (chances[state] ?? 0) * factor(state);
    sum += chances[state] ?? 0;
  }
  for (let state = 0; state < chances.length; state += 1) chances[state] = (chances[state] ?? 0) / sum;
  return sum;
}

/** Purchases as an operator's file; what was paid says nothing. */
export function tableOfBuyers({ kinds, words }: BuyerWorld, buyers: readonly Buyer[], random: Random): Table {
  const lines = buyers.flatMap(({ id, kind, bought }) => bought.map((each) => ({ id, kind, ...each })));
  return {
    rows: lines.length,
    id: lines.map(({ id }) => id),
    time: Float64Array.from(lines, ({ day }) => day),
    amount: Float64Array.from(lines, () => drawGamma(random, 2, 0.1)),
    inputs: matrixOf([
      categoryColumn(
        "kind",
        lines.map(({ kind }) => kinds[kind] ?? ""),
      ),
      categoryColumn(
        "bought",
        lines.map(({ word }) => words[word] ?? ""),
      ),
    ]),
    lines: Float64Array.from(lines, (_, row) => row + 2),
  };
}
