import type { SmtpSession } from "./session.ts";
import { turnstile } from "./turnstile.ts";

/** Sessions that are lent to one message at a time, at most `size` at once. */
export type SessionPool = {
  /** Waits in turn for a session; rejects when the signal aborts first, when none can be opened, or after close(). */
  take(signal: AbortSignal): Promise<SmtpSession>;
  giveBack(session: SmtpSession): void;
  close(): void;
};

/**
 * In workerd a socket belongs to the request that opened it: there a pool is made and closed with the batch that it serves.
 */
export function sessionPool(settings: {
  readonly size: number;
  readonly messagesPerSession: number;
  readonly open: (signal: AbortSignal) => Promise<SmtpSession>;
}): SessionPool {
  const turns = turnstile(settings.size);
  const idle: SmtpSession[] = [];
  const carried = new WeakMap<SmtpSession, number>();
  let isClosed = false;

  return {
    take: async (signal) => {
      await turns.enter(signal);
      for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
        if (session.isOpen()) return session;
      }
      try {
        return await settings.open(signal);
      } catch (cause) {
        turns.leave();
        throw cause;
      }
    },
    giveBack: (session) => {
      const messages = (carried.get(session) ?? 0) + 1;
      carried.set(session, messages);
      const isKept = !isClosed && session.isOpen() && messages < settings.messagesPerSession;
      if (isKept) idle.push(session);
      else session.close();
      turns.leave();
    },
    close: () => {
      isClosed = true;
      for (const session of idle.splice(0)) session.close();
      turns.close();
    },
  };
}
