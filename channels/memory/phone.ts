/** One text as it arrived at a telephone. The same text taken twice stands here twice. */
export type ReceivedText = {
  /** Counts arrivals from 1. */
  readonly arrival: number;
  readonly messageNumber: number;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly encoding: "gsm7" | "ucs2";
  readonly segments: number;
  /** Epoch ms. */
  readonly date: number;
};

/** Telephones of everybody, newest text first, within bounds: the oldest leave when there are too many. */
export type Phone = {
  list(): readonly ReceivedText[];
  find(arrival: number): ReceivedText | undefined;
  /** Arrivals ever, those that have left included. */
  count(): number;
  /** Lets a text arrive. */
  receive(text: Omit<ReceivedText, "arrival">): ReceivedText;
};

/** Telephones with nothing on them yet. */
export function boundedPhone(maxTexts: number): Phone {
  const kept = new Map<number, ReceivedText>();
  let arrivals = 0;
  return {
    list: () => [...kept.values()].reverse(),
    find: (arrival) => kept.get(arrival),
    count: () => arrivals,
    receive: (text) => {
      arrivals += 1;
      const received = { ...text, arrival: arrivals };
      kept.set(arrivals, received);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxTexts) break;
        kept.delete(oldest);
      }
      return received;
    },
  };
}
