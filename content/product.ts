/** A value that a customer, a product set or an occasion has under a name. Beyond 2^53 an int comes as bigint. */
export type AttributeValue = string | number | bigint | boolean | readonly string[] | null | undefined;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * A product set as rules and selection see it: what decides, without the words and pictures that are shown.
 * Instants are epoch milliseconds, prices minor units of `currency`.
 */
export type ProductSet = {
  readonly id: number;
  readonly code: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly tags: readonly string[];
  /** The vendor's own fields, as the vocabulary declares them. */
  readonly attributes: Attributes;
  /** Shown from this instant on (inclusive). */
  readonly validFrom?: number | undefined;
  /** Shown until this instant (exclusive). */
  readonly validUntil?: number | undefined;
  /** Pieces left; undefined is unlimited, 0 is out of stock. */
  readonly stock?: number | undefined;
  readonly launchedAt?: number | undefined;
  /** Consumables: may be shown again to a customer who bought it. */
  readonly isRepurchasable?: boolean | undefined;
};
