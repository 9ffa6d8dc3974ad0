import type { Channel, MessageContent, OutgoingMessage, SendOutcome } from "./channel.ts";

type Attempt<Content extends MessageContent> = (
  message: OutgoingMessage<Content>,
  trying: { readonly signal: AbortSignal; readonly isClosed: boolean },
) => Promise<SendOutcome>;

/** The two verbs of a channel that holds no connection: it is closed once every try that was begun has ended. */
export function inFlight<Content extends MessageContent>(
  attempt: Attempt<Content>,
): Pick<Channel<Content>, "send" | "close"> {
  const tries = new Set<Promise<SendOutcome>>();
  let isClosed = false;
  return {
    send: (message, { signal }) => {
      const outcome = attempt(message, { signal, isClosed }).finally(() => tries.delete(outcome));
      tries.add(outcome);
      return outcome;
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(tries);
    },
  };
}
