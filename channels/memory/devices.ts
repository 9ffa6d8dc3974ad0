/** One notice as it arrived at a browser. The same notice taken twice stands here twice. */
export type ReceivedNotice = {
  /** Counts arrivals from 1. */
  readonly arrival: number;
  readonly messageNumber: number;
  readonly key: string;
  readonly endpoint: string;
  /** JSON for the service worker, as the browser would have decrypted it. */
  readonly payload: string;
  readonly urgency: "very-low" | "low" | "normal" | "high";
  readonly ttlSeconds: number;
  /** Epoch ms. */
  readonly date: number;
};

/** Browsers of everybody, newest notice first, within bounds: the oldest leave when there are too many. */
export type Devices = {
  list(): readonly ReceivedNotice[];
  find(arrival: number): ReceivedNotice | undefined;
  /** Arrivals ever, those that have left included. */
  count(): number;
};

/** Browsers with nothing on them yet, and the way to let a notice arrive. */
export function boundedDevices(
  maxNotices: number,
): Devices & { readonly receive: (notice: Omit<ReceivedNotice, "arrival">) => ReceivedNotice } {
  const kept = new Map<number, ReceivedNotice>();
  let arrivals = 0;
  return {
    list: () => [...kept.values()].reverse(),
    find: (arrival) => kept.get(arrival),
    count: () => arrivals,
    receive: (notice) => {
      arrivals += 1;
      const received = { ...notice, arrival: arrivals };
      kept.set(arrivals, received);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxNotices) break;
        kept.delete(oldest);
      }
      return received;
    },
  };
}
