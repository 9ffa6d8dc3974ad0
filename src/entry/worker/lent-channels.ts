import type { Channel, MessageContent, SendOutcome } from "#channels/channel.ts";
import { channelsOf, type HttpLine } from "#entry/channels-of.ts";
import type { Config } from "#entry/config.ts";
import { WorkerMisconfigured } from "./misconfigured.ts";

type Channels = ReadonlyMap<string, Channel<MessageContent>>;

/** Channels for one event at a time. */
export type LentChannels = {
  /** Runs `work` with channels of its own, and closes them after it. */
  readonly with: <T>(work: (channels: Channels) => Promise<T>) => Promise<T>;
  /** Names and limits, for what asks but does not send; a message sent here has a connection of its own. */
  readonly alone: Channels;
};

/**
 * A socket belongs to the event that opened it, so a pool of connections lives as long as one batch. (An event may have six
 * open at once; the pool has five.) Without a mail server messages go to the mailbox page of this one isolate: enough to
 * develop with, and refused where readers come over https.
 */
export function lentChannels(config: Config, line: HttpLine): LentChannels {
  const { channels, mailbox } = channelsOf(config, line);
  if (mailbox !== undefined) {
    if (!config.PUBLIC_URL.startsWith("http:")) {
      throw new WorkerMisconfigured(
        "SMTP_HOST or RESEND_API_KEY: a worker has no mailbox in which a message would stay",
      );
    }
    return { with: (work) => work(channels), alone: channels };
  }
  const lent: LentChannels["with"] = async (work) => {
    const own = channelsOf(config, line).channels;
    try {
      return await work(own);
    } finally {
      for (const channel of own.values()) await channel.close();
    }
  };
  const alone = (name: string, which: "first" | "second") => (channel: Channel<MessageContent>) => ({
    ...channel,
    send: (...[message, options]: Parameters<typeof channel.send>) =>
      lent(async (own) => {
        const sender = which === "first" ? own.get(name) : own.get(name)?.second;
        return sender === undefined ? MISSING : sender.send(message, options);
      }),
  });
  const both = (name: string, { second, ...first }: Channel<MessageContent>): Channel<MessageContent> => ({
    ...alone(name, "first")(first),
    ...(second === undefined ? {} : { second: alone(name, "second")(second) }),
  });
  return { with: lent, alone: new Map([...channels].map(([name, channel]) => [name, both(name, channel)])) };
}

const MISSING: SendOutcome = { kind: "deferred", reason: "channel_missing" };
