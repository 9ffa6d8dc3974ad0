import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";

/** What a receiver says when it wants less, and what it gets then. */
export type ShapingRule = {
  /** Ours, for the console and the database. */
  readonly name: string;
  /** Whose words they are; absent: anybody's. */
  readonly receiver?: string;
  /** In the reply as it was written, lines joined by a space. */
  readonly says: RegExp;
  /** So often within an hour; 1: at once. */
  readonly hits: number;
  readonly forMs: number;
  /** Nothing leaves meanwhile. */
  readonly suspends?: true;
  readonly perMinute?: number;
  readonly connections?: number;
};

const suspends = true;

/**
 * Facts of KumoMTA's community/shaping.toml and policy-extras/shaping.toml (Apache-2.0, 2026-08-04), written as our own rules;
 * Yahoo's at once is from its "Sender best practices", that of 4.7.x is RFC 3463 §3.8 (security or policy, at present).
 */
const shapingRules: readonly ShapingRule[] = [
  {
    name: "google-detected",
    receiver: "google",
    says: /our system has detected that this message/i,
    hits: 5,
    suspends,
    forMs: HOUR_MS,
  },
  {
    name: "google-unusual-rate",
    receiver: "google",
    says: /detected an unusual rate/i,
    hits: 2,
    perMinute: 10,
    forMs: 30 * MINUTE_MS,
  },
  { name: "yahoo-ts02", receiver: "yahoo", says: /\[TS02\]/, hits: 3, perMinute: 1, forMs: 30 * MINUTE_MS },
  { name: "yahoo-ts03", receiver: "yahoo", says: /\[TS03\]/, hits: 3, perMinute: 10, forMs: 30 * MINUTE_MS },
  { name: "yahoo-tss04", receiver: "yahoo", says: /\[(?:TSS?|IPTS)04\]/, hits: 1, suspends, forMs: 2 * HOUR_MS },
  { name: "yahoo-tss05", receiver: "yahoo", says: /\[(?:TSS|IPTS)05\]/, hits: 2, suspends, forMs: 4 * HOUR_MS },
  { name: "yahoo-block-list", receiver: "yahoo", says: /553 5\.7\.1 \[BL/, hits: 5, suspends, forMs: 2 * HOUR_MS },
  {
    name: "yahoo-per-connection",
    receiver: "yahoo",
    says: /max message per connection reached/i,
    hits: 3,
    perMinute: 10,
    forMs: HOUR_MS,
  },
  {
    name: "yahoo-japan-04",
    receiver: "yahoo-japan",
    says: /\[(?:TSS|IPTS)04\]|VS98-IP0 deferred/,
    hits: 2,
    suspends,
    forMs: HOUR_MS,
  },
  {
    name: "yahoo-japan-command",
    receiver: "yahoo-japan",
    says: /timeout waiting for command/i,
    hits: 2,
    suspends,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "gmx-connections",
    receiver: "gmx",
    says: /too many connections/i,
    hits: 3,
    connections: 1,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "gmx-restrictions",
    receiver: "gmx",
    says: /reject due to policy restrictions/i,
    hits: 5,
    perMinute: 1,
    forMs: HOUR_MS,
  },
  {
    name: "gmx-refused",
    receiver: "gmx",
    says: /\b554\b.{0,200}reject due to policy restrictions/i,
    hits: 5,
    suspends,
    forMs: 2 * HOUR_MS,
  },
  {
    name: "gmx-violations",
    receiver: "gmx",
    says: /reject due to policy violations/i,
    hits: 5,
    suspends,
    forMs: HOUR_MS,
  },
  {
    name: "outlook-block-list",
    receiver: "outlook",
    says: /part of their network is on our block list/i,
    hits: 5,
    suspends,
    forMs: 2 * HOUR_MS,
  },
  {
    name: "outlook-denied",
    receiver: "outlook",
    says: /access denied, please try again later/i,
    hits: 5,
    suspends,
    forMs: HOUR_MS,
  },
  {
    name: "outlook-busy",
    receiver: "outlook",
    says: /server busy\. please try again later/i,
    hits: 3,
    perMinute: 1,
    forMs: 15 * MINUTE_MS,
  },
  {
    name: "outlook-very-busy",
    receiver: "outlook",
    says: /server busy\. please try again later/i,
    hits: 5,
    suspends,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "outlook-rate",
    receiver: "outlook",
    says: /has been temporarily rate limited/i,
    hits: 3,
    suspends,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "outlook-connections",
    receiver: "outlook",
    says: /exceeded (?:the )?maximum number of (?:connections|messages)|max concurrent connections/i,
    hits: 2,
    connections: 1,
    forMs: HOUR_MS,
  },
  {
    name: "outlook-error",
    receiver: "outlook",
    says: /temporary server error\. please try again later/i,
    hits: 5,
    suspends,
    forMs: HOUR_MS,
  },
  {
    name: "apple-unavailable",
    receiver: "apple",
    says: /service unavailable - try again later|\[BS02\]/i,
    hits: 5,
    suspends,
    forMs: 15 * MINUTE_MS,
  },
  { name: "apple-deferred", receiver: "apple", says: /\[HCM1\]/, hits: 3, suspends, forMs: 15 * MINUTE_MS },
  {
    name: "apple-spamhaus",
    receiver: "apple",
    says: /domain present in the spamhaus dbl/i,
    hits: 3,
    suspends,
    forMs: 4 * HOUR_MS,
  },
  {
    name: "orange-connections",
    receiver: "orange",
    says: /trop de connexions/i,
    hits: 2,
    connections: 1,
    forMs: HOUR_MS,
  },
  { name: "orange-refused", receiver: "orange", says: /service refuse/i, hits: 2, suspends, forMs: HOUR_MS },
  {
    name: "orange-blocked",
    receiver: "orange",
    says: /client host blocked for spamming issues/i,
    hits: 5,
    suspends,
    forMs: 2 * HOUR_MS,
  },
  { name: "comcast-throttled", receiver: "comcast", says: /RL000010/, hits: 1, suspends, forMs: 5 * MINUTE_MS },
  {
    name: "mimecast-resource",
    receiver: "mimecast",
    says: /internal resource temporarily unavailable/i,
    hits: 3,
    suspends,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "netvigator-session",
    receiver: "netvigator",
    says: /too many messages for this session/i,
    hits: 3,
    suspends,
    forMs: 30 * MINUTE_MS,
  },
  {
    name: "qq-frequency",
    receiver: "qq",
    says: /550 (?:sender|ip|connection|domain) frequency limited/i,
    hits: 5,
    suspends,
    forMs: HOUR_MS,
  },
  { name: "qq-content", receiver: "qq", says: /550 mail content denied/i, hits: 5, suspends, forMs: HOUR_MS },
  { name: "netease-content", receiver: "netease", says: /451 DT:SPM/, hits: 5, suspends, forMs: 15 * MINUTE_MS },
  {
    name: "netease-connections",
    receiver: "netease",
    says: /421 too many connections|554 (?:DT:SPM|HL:ITC)/i,
    hits: 2,
    connections: 1,
    forMs: HOUR_MS,
  },
  { name: "netease-day", receiver: "netease", says: /550 RP:ORQ/, hits: 2, suspends, forMs: HOUR_MS },
  {
    name: "anybody-deferred",
    says: /messages from [\d.]+ (?:temporarily|will be permanently) deferred|rate limited due to IP reputation|messages from [\d.]+ weren.t sent|server busy\. please try again later from/i,
    hits: 1,
    perMinute: 1,
    connections: 1,
    forMs: 90 * MINUTE_MS,
  },
  {
    name: "anybody-policy",
    says: /\b4(?:21|5\d)[ -]4\.7\.\d{1,3}\b/,
    hits: 3,
    perMinute: 10,
    connections: 2,
    forMs: 30 * MINUTE_MS,
  },
  { name: "anybody-421", says: /(?:^|[ :])421[ -]/, hits: 5, perMinute: 60, connections: 2, forMs: 15 * MINUTE_MS },
];

const byName = new Map(shapingRules.map((rule) => [rule.name, rule]));

/** The rules that hear themselves in a reply: the receiver's own, and where it has none that does, anybody's. */
export function rulesHeard(receiver: string, reply: string): readonly ShapingRule[] {
  const heard = shapingRules.filter((rule) => rule.says.test(reply));
  const own = heard.filter((rule) => rule.receiver === receiver);
  return own.length > 0 ? own : heard.filter((rule) => rule.receiver === undefined);
}

export function ruleNamed(name: string): ShapingRule | undefined {
  return byName.get(name);
}
