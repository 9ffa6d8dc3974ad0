import { performance } from "node:perf_hooks";
import type { Channel, MessageContent } from "#channels/channel.ts";
import { eachProvider } from "#entry/with-second.ts";
import type { Metrics } from "#entry/metrics/metrics.ts";

/** The same channels, with every try counted by its outcome. */
export function countedChannels(
  channels: ReadonlyMap<string, Channel<MessageContent>>,
  metrics: Pick<Metrics, "send">,
): ReadonlyMap<string, Channel<MessageContent>> {
  return new Map(
    [...channels].map(([name, channel]) => [
      name,
      eachProvider(channel, (provider) => counted(name, provider, metrics)),
    ]),
  );
}

function counted(
  name: string,
  channel: Channel<MessageContent>,
  metrics: Pick<Metrics, "send">,
): Channel<MessageContent> {
  return {
    ...channel,
    send: async (message, options) => {
      const startedAt = performance.now();
      let outcome = "threw";
      try {
        const sent = await channel.send(message, options);
        outcome = sent.kind;
        return sent;
      } finally {
        metrics.send(name, outcome, (performance.now() - startedAt) / 1_000);
      }
    },
  };
}
