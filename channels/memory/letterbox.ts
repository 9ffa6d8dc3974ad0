import type { PrintContent } from "#channels/channel.ts";

/** One letter as it arrived. The same letter taken twice stands here twice. */
export type ReceivedLetter = {
  /** Counts arrivals from 1. */
  readonly arrival: number;
  readonly messageNumber: number;
  readonly key: string;
  /** A postal address, as `postalText` writes it. */
  readonly to: string;
  /** Epoch ms. */
  readonly date: number;
  readonly content: PrintContent;
};

/** Letterboxes of everybody, newest letter first, within bounds: the oldest leave when there are too many. */
export type Letterbox = {
  list(): readonly ReceivedLetter[];
  find(arrival: number): ReceivedLetter | undefined;
  /** Arrivals ever, those that have left included. */
  count(): number;
  receive(letter: Omit<ReceivedLetter, "arrival">): ReceivedLetter;
};

/** Letterboxes with nothing in them yet. */
export function boundedLetterbox(maxLetters: number): Letterbox {
  const kept = new Map<number, ReceivedLetter>();
  let arrivals = 0;
  return {
    list: () => [...kept.values()].reverse(),
    find: (arrival) => kept.get(arrival),
    count: () => arrivals,
    receive: (letter) => {
      arrivals += 1;
      const received = { ...letter, arrival: arrivals };
      kept.set(arrivals, received);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxLetters) break;
        kept.delete(oldest);
      }
      return received;
    },
  };
}
