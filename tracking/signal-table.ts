import type { ClickSignals, Spread } from "./click-signals.ts";
import { dataCentres } from "./data-centres.ts";

export type VerdictReason =
  | "method"
  | "prefetch"
  | "declared_bot"
  | "no_agent"
  | "just_delivered"
  | "within_minute"
  | "within_ten_minutes"
  | "hours_later"
  | "links_at_once"
  | "many_links"
  | "several_links"
  | "half_dozen_links"
  | "most_of_message"
  | "whole_message"
  | "looked_for_exit"
  | "unsubscribe_with_content"
  | "one_of_a_farm"
  | "several_networks"
  | "amid_a_farm"
  | "amid_a_wide_farm"
  | "browser_of_a_farm"
  | "browser_elsewhere"
  | "repeated_elsewhere"
  | "echo"
  | "far_echo"
  | "second"
  | "probed"
  | "many_recipients"
  | "several_recipients"
  | "several_messages"
  | "data_centre"
  | "contradictory"
  | "outdated"
  | "no_page_accept"
  | "no_sec_fetch"
  | "no_language"
  | "later_action"
  | "rewritten";

export type Signal = {
  readonly reason: VerdictReason;
  readonly weight: number;
  readonly speaks: (signals: ClickSignals) => boolean;
};

const CERTAIN = 1_000;
const STRONG = 60;

const between = (value: number | undefined, from: number, to: number) =>
  value !== undefined && value >= from && value < to;

/**
 * Several networks ask for several links of one message. A reader changes from one network to a second, and friends to whom she
 * passes a link on ask for the same one.
 */
const isFarm = ({ closeSpread, spread }: ClickSignals) => isWide(closeSpread, 3, 3) || isWide(spread, 3, 4);
const isWide = (spread: Spread | undefined, networks: number, links: number) =>
  spread !== undefined && spread.networks >= networks && spread.links >= links;

/**
 * Each signal by itself. Those of 1,000 are certain; strong ones (60) decide unless a person's own act outweighs them; the
 * others only decide together. Missing headers count only where the agent claims a browser that sends them: a phone of 2006
 * sends none; and all that privacy tools take off together stays below the bound of a person.
 */
export const signalTable: readonly Signal[] = [
  { reason: "method", weight: CERTAIN, speaks: ({ method }) => method !== "GET" },
  { reason: "prefetch", weight: CERTAIN, speaks: ({ isPrefetch }) => isPrefetch },
  { reason: "declared_bot", weight: CERTAIN, speaks: ({ isDeclaredBot }) => isDeclaredBot },
  { reason: "no_agent", weight: STRONG, speaks: ({ hasAgent }) => !hasAgent },
  {
    reason: "just_delivered",
    weight: STRONG,
    speaks: ({ msSinceDelivery }) => between(msSinceDelivery, -Infinity, 5_000),
  },
  { reason: "within_minute", weight: 20, speaks: ({ msSinceDelivery }) => between(msSinceDelivery, 5_000, 60_000) },
  {
    reason: "within_ten_minutes",
    weight: 9,
    speaks: ({ msSinceDelivery }) => between(msSinceDelivery, 60_000, 600_000),
  },
  {
    reason: "hours_later",
    weight: -10,
    speaks: ({ msSinceDelivery }) => between(msSinceDelivery, 7_200_000, Infinity),
  },
  { reason: "links_at_once", weight: STRONG, speaks: ({ linksWithin1s = 1 }) => linksWithin1s >= 3 },
  { reason: "many_links", weight: STRONG, speaks: ({ ownLinksWithin15s = 1 }) => ownLinksWithin15s >= 6 },
  { reason: "several_links", weight: 15, speaks: ({ ownLinksWithin15s }) => between(ownLinksWithin15s, 3, 6) },
  { reason: "half_dozen_links", weight: 20, speaks: ({ ownLinks = 1 }) => ownLinks >= 6 },
  { reason: "most_of_message", weight: 15, speaks: ({ isMostOfMessage }) => isMostOfMessage === true },
  { reason: "whole_message", weight: 10, speaks: ({ isWholeMessage }) => isWholeMessage === true },
  { reason: "looked_for_exit", weight: 20, speaks: ({ hasLookedForExit }) => hasLookedForExit === true },
  {
    reason: "unsubscribe_with_content",
    weight: STRONG,
    speaks: ({ isUnsubscribeWithContent }) => isUnsubscribeWithContent === true,
  },
  { reason: "one_of_a_farm", weight: STRONG, speaks: (all) => isFarm(all) && (all.ownLinks ?? 1) >= 2 },
  {
    reason: "several_networks",
    weight: 10,
    speaks: ({ closeSpread, spread }) => isWide(closeSpread, 2, 3) || isWide(spread, 2, 4),
  },
  { reason: "amid_a_farm", weight: 20, speaks: (all) => isFarm(all) && (all.ownLinks ?? 1) < 2 },
  {
    reason: "amid_a_wide_farm",
    weight: 10,
    speaks: (all) => isWide(all.spread, 4, 5) && (all.ownLinks ?? 1) < 2,
  },
  { reason: "browser_of_a_farm", weight: STRONG, speaks: ({ browserSpread }) => isWide(browserSpread, 3, 4) },
  {
    reason: "browser_elsewhere",
    weight: 30,
    speaks: ({ closeBrowserSpread, browserSpread }) =>
      (isWide(closeBrowserSpread, 2, 3) || isWide(browserSpread, 3, 3)) && !isWide(browserSpread, 3, 4),
  },
  { reason: "repeated_elsewhere", weight: 20, speaks: (signals) => signals.isRepeatedElsewhere === true },
  { reason: "echo", weight: STRONG, speaks: ({ echo }) => echo === "lesser" },
  { reason: "far_echo", weight: 20, speaks: ({ echo }) => echo === "far" },
  { reason: "second", weight: 40, speaks: ({ echo }) => echo === "second" },
  { reason: "probed", weight: STRONG, speaks: ({ hasProbed }) => hasProbed === true },
  { reason: "many_recipients", weight: STRONG, speaks: ({ recipientsOfNetwork = 1 }) => recipientsOfNetwork >= 5 },
  { reason: "several_recipients", weight: 25, speaks: ({ recipientsOfNetwork }) => between(recipientsOfNetwork, 3, 5) },
  { reason: "several_messages", weight: 30, speaks: ({ messagesScanned = 0 }) => messagesScanned >= 2 },
  { reason: "data_centre", weight: 39, speaks: ({ asn }) => asn !== undefined && dataCentres.has(asn) },
  { reason: "contradictory", weight: 30, speaks: ({ isContradictory }) => isContradictory === true },
  { reason: "outdated", weight: 25, speaks: ({ isOutdated }) => isOutdated === true },
  {
    reason: "no_page_accept",
    weight: 20,
    speaks: ({ isModernBrowser, acceptsPages }) => isModernBrowser && acceptsPages === false,
  },
  { reason: "no_sec_fetch", weight: 10, speaks: ({ isModernBrowser, hasSecFetch }) => isModernBrowser && !hasSecFetch },
  {
    reason: "no_language",
    weight: 10,
    speaks: ({ isModernBrowser, hasAcceptLanguage }) => isModernBrowser && !hasAcceptLanguage,
  },
  { reason: "later_action", weight: -90, speaks: ({ hasLaterAction }) => hasLaterAction === true },
  { reason: "rewritten", weight: -30, speaks: ({ isRewritten }) => isRewritten },
];
