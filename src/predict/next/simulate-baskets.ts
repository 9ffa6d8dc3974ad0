import { type Random, randomInt } from "#kernel/random.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

export type RepeatWorld = {
  readonly customers: number;
  readonly baskets: number;
  readonly items: number;
  /** Chance that a purchase is something she had before. */
  readonly repeat: number;
};

/** Lines of customers who buy one thing at a time: again by how often they did, or anything new with equal chances. */
export function simulateRepeats({ customers, baskets, items, repeat }: RepeatWorld, random: Random): Matrix {
  const who: string[] = [];
  const at: number[] = [];
  const what: string[] = [];
  for (let customer = 0; customer < customers; customer += 1) {
    const past: number[] = [];
    for (let basket = 0; basket < baskets; basket += 1) {
      const isAgain = past.length > 0 && random.next() < repeat;
      const item = isAgain ? (past[randomInt(random, past.length)] ?? 0) : drawNew(past, items, random);
      past.push(item);
      who.push(`customer ${String(customer).padStart(6, "0")}`);
      at.push(basket);
      what.push(`item ${String(item).padStart(3, "0")}`);
    }
  }
  return matrixOf([categoryColumn("customer", who), numberColumn("at", at), categoryColumn("item", what)]);
}

function drawNew(past: readonly number[], items: number, random: Random): number {
  let item = randomInt(random, items);
  while (past.includes(item)) item = randomInt(random, items);
  return item;
}

/** Baskets of two: anything, and behind it with chance `pair` its partner (0 with 1, 2 with 3, …), else anything else. */
export function simulatePairs(asked: { baskets: number; items: number; pair: number }, random: Random): Matrix {
  const names: string[] = [];
  const what: string[] = [];
  for (let basket = 0; basket < asked.baskets; basket += 1) {
    const first = randomInt(random, asked.items);
    const partner = first % 2 === 0 ? first + 1 : first - 1;
    let second = random.next() < asked.pair ? partner : randomInt(random, asked.items);
    while (second === first) second = randomInt(random, asked.items);
    for (const item of [first, second]) {
      names.push(`basket ${String(basket).padStart(6, "0")}`);
      what.push(`item ${String(item).padStart(3, "0")}`);
    }
  }
  return matrixOf([categoryColumn("basket", names), categoryColumn("item", what)]);
}
