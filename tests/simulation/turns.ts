import { randomInt, type Random } from "#kernel/random.ts";

/** Somebody who acts: a worker's process, a customer at her page, the clock. */
export type Life = {
  readonly name: string;
  isDead: boolean;
  /** The step in which its last write was committed. */
  wroteAt: number;
};

export function newLife(name: string): Life {
  return { name, isDead: false, wroteAt: 0 };
}

type Waiting = { readonly life: Life; readonly go: () => void };

/**
 * Who acts next is a matter of dice. Everybody waits for a turn before each word with the database or a provider; one is let
 * go, and nobody else until all wait again. So a seed is one interleaving, and the same seed the same one.
 */
export class Turns {
  readonly #random: Random;
  #waiting: Waiting[] = [];
  step = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A dead life's turn never comes: its work ends where it stood. */
  take(life: Life): Promise<void> {
    return new Promise((go) => this.#waiting.push({ life, go }));
  }

  end(life: Life): void {
    life.isDead = true;
    this.#waiting = this.#waiting.filter((one) => one.life !== life);
  }

  /** Lets one go after the other until nobody waits. `before` may end a life instead of letting it go. */
  async run(before: (life: Life) => void = () => undefined): Promise<void> {
    for (;;) {
      await allWait();
      const next = this.#waiting[randomInt(this.#random, this.#waiting.length)];
      if (next === undefined) return;
      before(next.life);
      if (next.life.isDead) continue;
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.step += 1;
      next.go();
    }
  }
}

/** What runs between two waits are promises that are settled: they are done before the next turn of the event loop. */
function allWait(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
