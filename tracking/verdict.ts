import type { ClickSignals } from "./signals.ts";

export type Verdict = "person" | "machine" | "unsure";

export type VerdictReason =
  | "method"
  | "prefetch"
  | "declared_bot"
  | "honeypot"
  | "no_agent"
  | "just_delivered"
  | "many_links"
  | "unsubscribe_with_content"
  | "many_recipients"
  | "data_centre"
  | "no_sec_fetch"
  | "no_language"
  | "later_action"
  | "rewritten";

export type ClickVerdict = {
  readonly verdict: Verdict;
  /** Of the rules, so that verdicts made by older ones can be told and made again. */
  readonly version: number;
  /** Every signal that spoke, in the order of the table, with its weight: towards a machine above 0, a person below. */
  readonly reasons: ReadonlyArray<{ readonly reason: VerdictReason; readonly weight: number }>;
};

export const VERDICT_VERSION = 1;

/** From here on a machine; below, unsure; and a person under the lower bound. */
const MACHINE_FROM = 60;
const PERSON_BELOW = 30;
const CERTAIN = 1_000;

type Signal = {
  readonly reason: VerdictReason;
  readonly weight: number;
  readonly speaks: (signals: ClickSignals) => boolean;
};

/**
 * Large address ranges of mail security and cloud providers. People use them too (VPN, private relay), so it weighs little.
 */
const DATA_CENTRES: ReadonlySet<number> = new Set([
  8_075, // Microsoft
  16_509, // Amazon
  14_618, // Amazon
  15_169, // Google
  396_982, // Google Cloud
  14_061, // DigitalOcean
  16_276, // OVH
  24_940, // Hetzner
  63_949, // Akamai Linode
  20_473, // Vultr
  30_031, // Mimecast
  34_440, // Mimecast
  22_843, // Proofpoint
  15_324, // Barracuda
]);

/**
 * Each signal by itself. Those of 1,000 are certain; strong ones (60) decide unless a person's own act outweighs them; medium
 * ones (30) only decide together. Missing headers count only where the agent claims a browser that sends them: a phone of 2006
 * sends none.
 */
const signalTable: readonly Signal[] = [
  { reason: "method", weight: CERTAIN, speaks: ({ method }) => method !== "GET" && method !== "POST" },
  { reason: "prefetch", weight: CERTAIN, speaks: ({ isPrefetch }) => isPrefetch },
  { reason: "declared_bot", weight: CERTAIN, speaks: ({ isDeclaredBot }) => isDeclaredBot },
  { reason: "honeypot", weight: CERTAIN, speaks: ({ isHoneypot }) => isHoneypot === true },
  { reason: "no_agent", weight: 60, speaks: ({ hasAgent }) => !hasAgent },
  {
    reason: "just_delivered",
    weight: 60,
    speaks: ({ msSinceDelivery }) => msSinceDelivery !== undefined && msSinceDelivery < 5_000,
  },
  { reason: "many_links", weight: 60, speaks: ({ linksWithin5s = 1 }) => linksWithin5s >= 3 },
  {
    reason: "unsubscribe_with_content",
    weight: 60,
    speaks: ({ isUnsubscribeWithContent }) => isUnsubscribeWithContent === true,
  },
  {
    reason: "many_recipients",
    weight: 60,
    speaks: ({ recipientsOfNetworkWithin60s = 1 }) => recipientsOfNetworkWithin60s >= 5,
  },
  { reason: "data_centre", weight: 30, speaks: ({ asn }) => asn !== undefined && DATA_CENTRES.has(asn) },
  { reason: "no_sec_fetch", weight: 30, speaks: ({ isModernBrowser, hasSecFetch }) => isModernBrowser && !hasSecFetch },
  {
    reason: "no_language",
    weight: 30,
    speaks: ({ isModernBrowser, hasAcceptLanguage }) => isModernBrowser && !hasAcceptLanguage,
  },
  { reason: "later_action", weight: -90, speaks: ({ hasLaterAction }) => hasLaterAction === true },
  { reason: "rewritten", weight: -30, speaks: ({ isRewritten }) => isRewritten },
];

/**
 * Person or machine, from the signals alone: pure, so that it can be made again over kept signals when the rules get better.
 * Scores, lists of responders and caps use persons only; "unsure" is counted as neither.
 */
export function verdictOf(signals: ClickSignals): ClickVerdict {
  const reasons = signalTable.filter(({ speaks }) => speaks(signals)).map(({ reason, weight }) => ({ reason, weight }));
  const weight = reasons.reduce((sum, reason) => sum + reason.weight, 0);
  const verdict = weight >= MACHINE_FROM ? "machine" : weight >= PERSON_BELOW ? "unsure" : "person";
  return { verdict, version: VERDICT_VERSION, reasons };
}
