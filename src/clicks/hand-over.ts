import { HAND_OVER } from "#catalogue/pages/behaviour.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { signToken, tokenDayOf, type TokenKeys } from "#tracking/token.ts";

/** Adds to the address of a product page of ours who comes; every other address stays as it is. */
export type HandOver = (url: string, messageNumber: number, at: number) => string;

/**
 * A reader who follows her own link to one of our product pages is known there. The token is good until the end of the day on
 * which the hour after the click falls, for it is exchanged at once; it names the message, never the person, and only our own
 * origin is ever told. No other destination costs more than a comparison of text.
 */
export function handOverTo(publicUrl: string, tokens: TokenKeys): HandOver {
  const pages = `${new URL(publicUrl).origin}/products/`;
  return (url, messageNumber, at) => {
    if (!url.startsWith(pages)) return url;
    const [address = "", ...fragment] = url.split("#");
    const [path = "", ...search] = address.split("?");
    if (path.length === pages.length || path.includes("/", pages.length)) return url;
    const token = signToken(tokens, "visitor", { messageNumber, link: 0, day: tokenDayOf(at + HOUR_MS) });
    const query = [...(search.length === 0 ? [] : [search.join("?")]), `${HAND_OVER}=${token}`].join("&");
    return [`${path}?${query}`, ...fragment].join("#");
  };
}
