import { z } from "zod";

const NAME = /^[a-z][a-z0-9-]{0,47}$/;

/**
 * Whether a topic or a channel of a consent is one that a programme can have; "" is every one. There are no patterns: a
 * withdrawal from "*" would be taken and stop nothing, so it is refused at every door.
 */
export function isScopeName(text: string): boolean {
  return text === "" || NAME.test(text);
}

export const TOPIC_REFUSED = "A topic has small letters, digits and hyphens, 48 at most; empty is every topic.";
export const CHANNEL_REFUSED = "A channel has small letters, digits and hyphens, 48 at most; empty is every channel.";

export const consentTopic = z.string().refine(isScopeName, TOPIC_REFUSED);
export const consentChannel = z.string().refine(isScopeName, CHANNEL_REFUSED);
