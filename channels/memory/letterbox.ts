import type { PrintContent } from "#channels/channel.ts";
import { type Arrivals, boundedArrivals } from "./arrivals.ts";

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

/** Letterboxes of everybody. */
export type Letterbox = Arrivals<ReceivedLetter>;

/** Letterboxes with nothing in them yet. */
export function boundedLetterbox(maxLetters: number): Letterbox {
  return boundedArrivals(maxLetters, (letter, arrival) => ({ ...letter, arrival }));
}
