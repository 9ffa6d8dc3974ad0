import type { Dice } from "./dice.ts";

/**
 * Networks by their autonomous system numbers: those of mail gateways as warmbly #440 (Proofpoint, Mimecast, Cisco), check.live-
 * direct-marketing.online (Mimecast's 34440) and warmbly #410 (Microsoft) name them, the others as they are registered. Addresses come from the ranges that sources name for a scanner, and
 * otherwise from ranges that belong to nobody: 198.18.0.0/15 (RFC 2544) and 2001:db8::/32 (RFC 3849).
 */
export const asns = {
  microsoft: 8075,
  amazon: 16509,
  google: 15169,
  googleCloud: 396982,
  oracle: 31898,
  digitalOcean: 14061,
  hetzner: 24940,
  ovh: 16276,
  linode: 63949,
  barracuda: 15324,
  mimecast: [30031, 34440, 39588, 42427],
  proofpoint: [22843, 26211, 52129],
  cisco: [16417, 109],
  trendMicro: 16880,
  kaspersky: 200107,
  facebook: 32934,
  telegram: 62041,
  twitter: 13414,
  apple: 714,
  yahoo: 36647,
  internetArchive: 7941,
  opera: 39832,
  zscaler: 22616,
  cloudflare: 13335,
  akamai: 36183,
  fastly: 54113,
} as const;

/** Where a client sits: each address that it draws lies in one of the networks. */
export type Network = { readonly asn: number; readonly prefixes: readonly string[] };

/** A network of the given number with `count` neighbourhoods (/24 or /48) of its own. */
export function networkOf(dice: Dice, asn: number, count = 1): Network {
  return { asn, prefixes: Array.from({ length: count }, () => freshPrefix(dice)) };
}

/** A line of one's own. Half of the homes and nine of ten phones have IPv6 by now; two of five are enough for a mix. */
export function lineOf(dice: Dice, asn: number): Network {
  return { asn, prefixes: [dice.chance(0.4) ? freshPrefix6(dice) : freshPrefix(dice)] };
}

export function addressIn(dice: Dice, network: Network): string {
  const prefix = dice.pick(network.prefixes);
  return prefix.includes(":") ? `${prefix}::${dice.whole(1, 0xffff).toString(16)}` : `${prefix}.${dice.whole(1, 254)}`;
}

function freshPrefix(dice: Dice): string {
  return `198.${dice.whole(18, 19)}.${dice.whole(0, 255)}`;
}

function freshPrefix6(dice: Dice): string {
  return `2001:db8:${dice.whole(1, 0xffff).toString(16)}`;
}
