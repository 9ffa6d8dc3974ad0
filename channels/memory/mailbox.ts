/** One message as it arrived. The same message taken twice stands here twice. */
export type ReceivedEmail = {
  /** Counts arrivals from 1. */
  readonly arrival: number;
  readonly messageNumber: number;
  readonly key: string;
  readonly envelope: { readonly from: string; readonly to: string };
  /** The Date of the message, epoch ms. */
  readonly date: number;
  readonly subject: string;
  /** The RFC 5322 bytes. */
  readonly raw: Uint8Array;
};

/** What came in, newest first, within bounds: the oldest leave when there are too many messages or bytes. */
export type Mailbox = {
  list(): readonly ReceivedEmail[];
  /** The newest arrival under this key. */
  find(key: string): ReceivedEmail | undefined;
  /** Arrivals ever, those that have left included. */
  count(): number;
  /** Calls `listener` with each arrival; returns the end of it. */
  subscribe(listener: (received: ReceivedEmail) => void): () => void;
};

export type MailboxBounds = { readonly maxMessages: number; readonly maxBytes: number };

/** A mailbox and the way to put something in. */
export function boundedMailbox(bounds: MailboxBounds): Mailbox & {
  readonly receive: (email: Omit<ReceivedEmail, "arrival">) => ReceivedEmail;
} {
  const kept = new Map<number, ReceivedEmail>();
  const listeners = new Set<(received: ReceivedEmail) => void>();
  let arrivals = 0;
  let bytes = 0;

  const dropOldest = () => {
    for (const [arrival, oldest] of kept) {
      if (kept.size <= bounds.maxMessages && bytes <= bounds.maxBytes) return;
      kept.delete(arrival);
      bytes -= oldest.raw.length;
    }
  };

  const list = () => [...kept.values()].reverse();
  return {
    list,
    find: (key) => list().find((received) => received.key === key),
    count: () => arrivals,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (email) => {
      arrivals += 1;
      const received = { ...email, arrival: arrivals };
      kept.set(arrivals, received);
      bytes += email.raw.length;
      dropOldest();
      for (const listener of listeners) listener(received);
      return received;
    },
  };
}
