import type { Headers } from "./browsers.ts";
import type { Dice } from "./dice.ts";
import { addressIn, type Network } from "./networks.ts";
import type { Client } from "./trace.ts";

/** Somebody or something with these headers on this network: one address for all its requests. */
export function clientOf(dice: Dice, network: Network, headers: Headers): Client {
  return { address: addressIn(dice, network), asn: network.asn, headers };
}

/** A farm: every request comes from another address of its networks, with the headers that `headers` gives. */
export function farmOf(dice: Dice, network: Network, headers: () => Headers): () => Client {
  return () => clientOf(dice, network, headers());
}

/**
 * A scanner's browser. Sandboxes lag behind: in the logs that were published Microsoft's was 4 to 22 versions old (Chrome 64 and
 * 72 in November 2020, opencollective #3656; 97 in May 2022, laravel-passwordless-login #79; 79, 80 and 96 in April 2022,
 * gophish #2446). An automated Chrome sends Sec-Fetch-* as any other; Accept-Language is missing in the old headless mode.
 */
export function sandboxed(
  dice: Dice,
  headers: Headers,
  odds: { withoutLanguage: number; withoutFetch: number },
): Headers {
  const dropsLanguage = dice.chance(odds.withoutLanguage);
  const dropsFetch = dice.chance(odds.withoutFetch);
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !(dropsLanguage && name === "accept-language") &&
        !(dropsFetch && (name.startsWith("sec-") || name === "referer")),
    ),
  );
}

/** Scanners' browsers of the seen half have even version numbers, those of the unseen half odd ones: no agent is learnt by heart. */
export function evenVersion(dice: Dice, from: number, to: number): number {
  return 2 * dice.whole(Math.ceil(from / 2), Math.floor(to / 2));
}

/** The unseen half's counterpart of `evenVersion`. */
export function oddVersion(dice: Dice, from: number, to: number): number {
  return 2 * dice.whole(Math.ceil((from - 1) / 2), Math.floor((to - 1) / 2)) + 1;
}
