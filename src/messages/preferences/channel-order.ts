import { z } from "zod";
import { type ChannelName, channelNames } from "#messages/channel-name.ts";
import type { NewsletterPreference } from "./preferences.ts";

/** "First by e-mail, else by text": the ways in which something may come, each once. */
export const channelOrderSchema = z
  .array(z.enum(channelNames))
  .min(1)
  .max(channelNames.length)
  .refine((order) => new Set(order).size === order.length, "A channel stands twice.")
  .describe("Channels in her order: the first, and by which next where the one before can't reach her");

export type ChannelOrder = readonly ChannelName[];

/** An order as it is kept: a JSON array, null for none. */
export function readOrder(text: string | null): ChannelOrder | null {
  return text === null ? null : (JSON.parse(text) as ChannelName[]);
}

/** The first of an order that a newsletter may come by. */
export function firstOf(
  order: ChannelOrder | null | undefined,
  channels: readonly ChannelName[],
): ChannelName | undefined {
  return order?.find((channel) => channels.includes(channel));
}

/** All ways of a newsletter that she takes: the one it comes by, and those that she named to follow. */
export function waysOf(
  { channel, channels, channelOrder }: Pick<NewsletterPreference, "channel" | "channels" | "channelOrder">,
  general: ChannelOrder | null,
): ChannelOrder {
  const order = channelOrder ?? general ?? [];
  return [channel, ...order.filter((next) => next !== channel && channels.includes(next))];
}

/** An own order in which another channel comes first from now on. */
export function ledBy(order: ChannelOrder, channel: ChannelName): ChannelOrder {
  return order[0] === channel ? order : [channel, ...order.filter((other) => other !== channel)];
}
