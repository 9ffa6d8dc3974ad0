import type { Clock, Timer } from "#kernel/clock.ts";

type Waiting = { readonly at: number; readonly serial: number; readonly go: () => void };

/** A clock whose hours pass as soon as everybody waits: what takes a minute takes no time, and the same run the same time. */
export class VirtualTime implements Clock, Timer {
  #now: number;
  #serial = 0;
  #waiting: Waiting[] = [];

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, work: () => void): () => void {
    this.#serial += 1;
    const one = { at: this.#now + Math.max(0, delayMs), serial: this.#serial, go: work };
    this.#waiting.push(one);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets all come that is due until then, one after the other, each to its end before the next. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      await allWait();
      const next = this.#waiting.toSorted((one, other) => one.at - other.at || one.serial - other.serial)[0];
      if (next === undefined || next.at > end) break;
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.go();
    }
    this.#now = Math.max(this.#now, end);
  }
}

/** What runs between two waits are promises that are settled, over several turns of the event loop at most. */
async function allWait(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
