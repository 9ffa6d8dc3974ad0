import type { Channel, MessageContent } from "#channels/channel.ts";

/**
 * A channel by two providers: the second takes over while the first can't. It has a name of its own, which message rows and
 * breakers know it by, also where both are of one kind.
 */
export function withSecond<Content extends MessageContent>(
  first: Channel<Content>,
  second: Channel<Content> | undefined,
): Channel<Content> {
  if (second === undefined) return first;
  return {
    ...first,
    second: { ...second, name: `second-${second.name}` },
    close: async () => {
      await Promise.all([first.close(), second.close()]);
    },
  };
}

/** The same change made of a channel's first and second provider. */
export function eachProvider<Content extends MessageContent>(
  channel: Channel<Content>,
  change: (provider: Channel<Content>) => Channel<Content>,
): Channel<Content> {
  const { second } = channel;
  return { ...change(channel), ...(second === undefined ? {} : { second: change(second) }) };
}
