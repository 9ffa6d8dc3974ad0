/** What arrived somewhere in memory, newest first, within bounds: the oldest leave when there are too many. */
export type Arrivals<Received extends { readonly arrival: number }> = {
  list(): readonly Received[];
  find(arrival: number): Received | undefined;
  /** Arrivals ever, those that have left included. */
  count(): number;
  /** Lets something arrive, under the next number from 1. */
  receive(what: Omit<Received, "arrival">): Received;
};

/** Nothing yet. `fill` makes what is kept of what came and of its number. */
export function boundedArrivals<Received extends { readonly arrival: number }>(
  most: number,
  fill: (what: Omit<Received, "arrival">, arrival: number) => Received,
): Arrivals<Received> {
  const kept = new Map<number, Received>();
  let arrivals = 0;
  return {
    list: () => [...kept.values()].reverse(),
    find: (arrival) => kept.get(arrival),
    count: () => arrivals,
    receive: (what) => {
      arrivals += 1;
      const received = fill(what, arrivals);
      kept.set(arrivals, received);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return received;
    },
  };
}
