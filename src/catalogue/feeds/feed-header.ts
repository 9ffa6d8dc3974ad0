import { z } from "zod";
import { type SealedPlace, seal, unseal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";

/** What the connection itself says, and what is said of a body that a fetch has not. */
const OURS =
  /^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*|content-.*|accept-encoding|if-.*)$/i;

/** A header that a feed's server asks for: a key, a password. */
export const feedHeader = z.strictObject({
  name: z
    .string()
    .max(100)
    // A token of RFC 9110, §5.6.2.
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "A header's name, such as Authorization.")
    .refine((name) => !OURS.test(name), "This header is said by the connection itself.")
    .meta({ examples: ["Authorization"] }),
  value: z
    .string()
    .max(4_096)
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, "Letters, digits and signs of ASCII, in one line.")
    .describe("It is kept sealed and never shown again."),
});

export type FeedHeader = z.output<typeof feedHeader>;

const placeOf = (code: string): SealedPlace => ({ table: "feeds", key: code, column: "header" });

/**
 * Bound to its feed, and to the origin that it was given for: whoever may change a feed's address may not have the key sent
 * to a server of her own.
 */
export function sealFeedHeader(secret: Secret, { code, origin, header }: HeaderOf): Uint8Array {
  return seal(secret, placeOf(code), JSON.stringify({ ...header, origin }));
}

type HeaderOf = { readonly code: string; readonly origin: string; readonly header: FeedHeader };

/** undefined where it was given for another origin, or sealed under another ROOT_KEY. */
export function openFeedHeader(
  secret: Secret,
  { code, origin, sealed }: { readonly code: string; readonly origin: string; readonly sealed: Uint8Array },
): FeedHeader | undefined {
  const text = unseal(secret, placeOf(code), sealed);
  if (text === undefined) return undefined;
  const { origin: givenFor, name, value } = JSON.parse(text) as FeedHeader & { readonly origin: string };
  return givenFor === origin ? { name, value } : undefined;
}
