import { createServer } from "node:http";
import { health } from "#entry/health.ts";
import { watchWrites } from "#entry/watch-writes.ts";
import { systemClock } from "#entry/runtime.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { messageWorld, scriptedChannel, START } from "#tests/worlds/message-world.ts";

/**
 * A sender with its health door, for ever: full-disk-child.ts <database>. It says on a line of its own each address that its
 * provider took, each fault by its name, and first its port.
 */
const [url = ""] = process.argv.slice(2);
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`);
const opened = await openLibsql({ url, onLost: () => say({ fault: "lost" }) });
const { store, canWrite } = watchWrites({ store: opened, clock: systemClock, log: (event) => say({ event }) });
const channel = scriptedChannel({ concurrency: 4 });
channel.answer = (to) => {
  say({ to });
  return { kind: "accepted", providerId: to };
};
const deps = await messageWorld({ store, channel });
deps.clock.set(START + 8 * HOUR_MS);
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };
const server = createServer((_, response) => {
  const answer = async () => {
    const { status } = await health({ store, clock: deps.clock, canWrite });
    response.writeHead(status).end();
  };
  void answer();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  say({ port: typeof address === "object" ? address?.port : 0 });
});
for (;;) {
  try {
    await recoverMessages(deps);
    await sendDue(deps, worker, 8);
  } catch (cause) {
    say({ fault: cause instanceof Error ? cause.name : "unknown" });
  }
  deps.clock.advance(10_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
