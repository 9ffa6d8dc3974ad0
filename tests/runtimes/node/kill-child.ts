import type { Channel, SendOutcome } from "#channels/channel.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { type Statement, type Store, toQuery } from "#store/store.ts";
import { messageWorld, START } from "#tests/worlds/message-world.ts";

/**
 * A sender that kills itself without a word at one point of its work. `steps` counts how often a point is passed before it
 * strikes. Started by kill.test.ts: kill-child.ts <database> <provider> <idempotency window> <point> <steps>
 */
const [url = "", provider = "", windowMs = "0", point = "", steps = "1"] = process.argv.slice(2);
let left = Number(steps);

function pass(name: string): void {
  if (name !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}

function stepOf(statements: readonly Statement[]): string {
  const text = statements.map((statement) => toQuery(statement).sql).join(";");
  if (text.includes("set state = 'claimed'")) return "claim";
  if (text.includes("set state = 'attempting'")) return "attempt";
  return text.includes("accepted_at = case") ? "outcome" : "other";
}

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
  limits: { concurrency: 10, timeoutMs: 5_000, idempotencyWindowMs: Number(windowMs) },
  send: async (message): Promise<SendOutcome> => {
    pass("before-request");
    const sent = fetch(provider, {
      method: "POST",
      body: JSON.stringify({ key: message.key, to: message.to, body: message.content }),
    });
    if (point === "request-written") setTimeout(() => pass("request-written"), 5);
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
while ((await sendDue(deps, { name: `w${process.pid}`, nextTurn: () => (turn += 1) }, 40)).taken > 0);
await opened.close();
