import type { ClaimedMessage } from "#messages/message.ts";
import { signToken, tokenDayOf, type TokenKeys } from "#tracking/token.ts";
import type { MessageAddresses } from "./message-view.ts";

export type SignedAddresses = {
  readonly tokens: TokenKeys;
  readonly publicUrl: string;
  readonly message: Pick<ClaimedMessage, "id" | "isTracked">;
  /** Link row ids: the template's own links first, then one for each item. */
  readonly linkIds: readonly number[];
  readonly now: number;
};

/** Links in old mail go on working this long: a reader may come back to a newsletter after a year. */
const LINK_DAYS = 400;

/**
 * The jumpstations of a message. A customer who did not agree to be tracked gets links that are the same for everybody; only
 * preferences and unsubscribe know her, since without that she could not be served. The message as a page is a comfort and no
 * need: she has none.
 */
export function signedAddresses({ tokens, publicUrl, message, linkIds, now }: SignedAddresses): MessageAddresses {
  const day = tokenDayOf(now) + LINK_DAYS;
  const page = (purpose: "preferences" | "unsubscribe" | "view", path: string) =>
    `${publicUrl}/${path}/${signToken(tokens, purpose, { messageNumber: message.id, link: 0, day })}`;
  return {
    jump: (linkNo) =>
      message.isTracked === 1
        ? `${publicUrl}/j/${signToken(tokens, "click", { messageNumber: message.id, link: linkNo, day })}`
        : `${publicUrl}/c/${signToken(tokens, "campaign", { messageNumber: linkIds[linkNo] ?? 0, link: 0, day })}`,
    preferencesUrl: page("preferences", "p"),
    unsubscribeUrl: page("unsubscribe", "u"),
    ...(message.isTracked === 1 ? { viewUrl: page("view", "v") } : {}),
  };
}
