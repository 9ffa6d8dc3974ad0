import { sql } from "drizzle-orm";
import type { Channel, SendOutcome } from "#channels/channel.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { type Statement, type Store, toQuery } from "#store/store.ts";
import { type MessageWorld, messageWorld, START } from "#tests/worlds/message-world.ts";

export type Sending = {
  readonly url: string;
  readonly provider: string;
  readonly windowMs: number;
  /** Told at each point of the work by its name. */
  readonly pass: (point: string) => void;
};

function stepOf(statements: readonly Statement[]): string {
  const text = statements.map((statement) => toQuery(statement).sql).join(";");
  if (text.includes("set state = 'claimed'")) return "claim";
  if (text.includes("set state = 'attempting'")) return "attempt";
  return text.includes("accepted_at = case") ? "outcome" : "other";
}

/** Sets the clock to when the next retry is due; false where none waits. */
async function waitForRetry({ store, clock }: MessageWorld): Promise<boolean> {
  const [row] = await store.read<{ at: number | null }>(
    sql`select min(due_at) as at from messages where state = 'deferred'`,
  );
  if (row === undefined || row.at === null) return false;
  clock.set(Math.max(clock.now(), row.at));
  return true;
}

/** Takes up what an earlier process left, and sends all that is due through a provider over HTTP. */
export async function sendUntilDone({ url, provider, windowMs, pass }: Sending): Promise<void> {
  const opened = await openLibsql({ url });
  const store: Store = {
    ...opened,
    write: async (statements) => {
      const step = stepOf(statements);
      pass(`before-${step}`);
      const rows = await opened.write(statements);
      pass(`after-${step}`);
      return rows as never;
    },
  };
  const channel: Channel = {
    name: "provider",
    kind: "email",
    limits: { concurrency: 10, timeoutMs: 5_000, idempotencyWindowMs: windowMs },
    send: async (message): Promise<SendOutcome> => {
      pass("before-request");
      const body = JSON.stringify({ key: message.key, to: message.to, body: message.content });
      const sent = fetch(provider, { method: "POST", body });
      setTimeout(() => pass("request-written"), 5);
      const answer = await sent;
      pass("answer-read");
      return answer.ok ? { kind: "accepted", providerId: message.key } : { kind: "deferred", reason: "provider" };
    },
    close: async () => undefined,
  };
  const deps = { ...(await messageWorld({ store })), channels: new Map([["email", channel]]) };
  deps.clock.set(START + 8 * HOUR_MS);
  await recoverMessages(deps, "all");
  let turn = 0;
  const worker = { name: `w${process.pid}`, nextTurn: () => (turn += 1) };
  do {
    while ((await sendDue(deps, worker, 40)).taken > 0);
  } while (await waitForRetry(deps));
  await opened.close();
}
