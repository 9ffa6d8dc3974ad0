import { type Arrivals, boundedArrivals } from "./arrivals.ts";

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

/** Telephones of everybody. */
export type Phone = Arrivals<ReceivedText>;

/** Telephones with nothing on them yet. */
export function boundedPhone(maxTexts: number): Phone {
  return boundedArrivals(maxTexts, (text, arrival) => ({ ...text, arrival }));
}
