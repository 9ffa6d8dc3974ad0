import type { RequestSignals } from "./signals.ts";

/** Different networks and different links of requests around a click. */
export type Spread = { readonly networks: number; readonly links: number };

/**
 * What is known around a click, of the same message where nothing else is said. A field that is absent is unknown, or as it is
 * of one who clicks alone, and counts for nothing. Counts include the click itself; requests that are machines' by their own
 * words are left out of them.
 */
export type Surroundings = {
  /** Between the provider's acceptance and the click; below 0 before it. */
  readonly msSinceDelivery?: number;
  /** Different links within a second, whoever asked. */
  readonly linksWithin1s?: number;
  /** An unsubscribe link and a content link within 5 s. */
  readonly isUnsubscribeWithContent?: boolean;
  /** Different links that this network or this browser asked for within 15 s. */
  readonly ownLinksWithin15s?: number;
  /** Different links that this network asked for within an hour: readers share browsers, and friends may read one mail. */
  readonly ownLinks?: number;
  /** Of the latter, the unsubscribe page was one and three or more links of content were others. */
  readonly hasLookedForExit?: boolean;
  /** Three quarters of the message's links were among them, and four or more; or all three. */
  readonly isMostOfMessage?: boolean;
  /** All of its links, and four or more. */
  readonly isWholeMessage?: boolean;
  /** Within a minute; and within an hour, if others asked within ten minutes or this network asked for more. */
  readonly closeSpread?: Spread;
  readonly spread?: Spread;
  /** Networks from which this one browser asked, and for how many links: within a minute, and within an hour. */
  readonly closeBrowserSpread?: Spread;
  readonly browserSpread?: Spread;
  /** This browser asked for this link from another network too, within a minute. */
  readonly isRepeatedElsewhere?: boolean;
  /**
   * Another browser asked for this very link. `lesser`: within half a minute, and this one shows less of a browser than that
   * one; `far`: the same within an hour; `second`: they are alike, and this one came from elsewhere within 20 s of that, and
   * nobody else asked: many on one link are friends in a chat.
   */
  readonly echo?: "lesser" | "far" | "second";
  /** This browser tried the message with HEAD, POST or OPTIONS within a minute. */
  readonly hasProbed?: boolean;
  /** Recipients whose links this network asked for within a minute, each within two minutes of its delivery. */
  readonly recipientsOfNetwork?: number;
  /** Messages of each of which this network asked for three links or more within ten minutes. */
  readonly messagesScanned?: number;
  /** The customer bought something or chose something on a page, at least a second and at most an hour later. */
  readonly hasLaterAction?: boolean;
};

/** The request's signals and what is known around it. */
export type ClickSignals = RequestSignals & Surroundings;
