import { type Arrivals, boundedArrivals } from "./arrivals.ts";

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

/** Browsers of everybody. */
export type Devices = Arrivals<ReceivedNotice>;

/** Browsers with nothing on them yet. */
export function boundedDevices(maxNotices: number): Devices {
  return boundedArrivals(maxNotices, (notice, arrival) => ({ ...notice, arrival }));
}
