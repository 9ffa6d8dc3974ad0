import type { Channel, MessageContent } from "#channels/channel.ts";
import { ONCE_MORE, SAME_KEY_AGAIN } from "#messages/send/decide-outcome.ts";
import { troubleInWords } from "./breakers/trouble-of.ts";

type Tried = {
  readonly attempts: number;
  readonly lastReason: string | null;
  readonly lastProvider: string | null;
  readonly address: string;
};

/** A provider and its second, in this order. */
export function providersOf(channel: Channel<MessageContent>): ReadonlyArray<Channel<MessageContent>> {
  return channel.second === undefined ? [channel] : [channel, channel.second];
}

/** What a breaker of a provider is called: push services are many behind one channel, so each has its own. */
export function subjectOf({ name, kind }: Channel<MessageContent>, address: string): string {
  return kind === "push" && URL.canParse(address) ? `${name} ${new URL(address).host}` : name;
}

/**
 * The provider by which a message leaves: the first where it can, otherwise the second. One that the first deferred for a
 * trouble of its own goes on by the second, and one whose answer was lost stays with the provider that may have it: only there
 * does its key, or the policy, keep it from being doubled (docs/decisions/0004). undefined: none can now.
 */
export function chooseWay(
  message: Tried,
  channel: Channel<MessageContent>,
  isUsable: (subject: string) => boolean,
): Channel<MessageContent> | undefined {
  const providers = providersOf(channel);
  const can = (provider: Channel<MessageContent>) => isUsable(subjectOf(provider, message.address));
  if (mayHaveGone(message)) {
    // Where its provider is no longer there, the first gives it up: it never knew the key.
    const own = providers.find(({ name }) => name === message.lastProvider) ?? channel;
    return can(own) ? own : undefined;
  }
  const usable = providers.filter(can);
  const wasRefused = message.attempts > 0 && troubleInWords(message.lastReason ?? "") !== undefined;
  return (wasRefused ? usable.find(({ name }) => name !== message.lastProvider) : undefined) ?? usable[0];
}

function mayHaveGone({ attempts, lastReason }: Pick<Tried, "attempts" | "lastReason">): boolean {
  return attempts > 0 && (lastReason === SAME_KEY_AGAIN || lastReason === ONCE_MORE);
}
