import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, manualClock } from "#kernel/clock.ts";
import { sendUntilDone } from "./send-until-done.ts";
import { messageKey } from "#messages/send/message-key.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { choose, choosingDeps } from "#tests/worlds/choosing-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";

const CUSTOMERS = 120;
const IN_FLIGHT = 10;

/** cases/fault kill points, and after how many passes of each the process dies. */
const points = [
  ["K1 before the claim", "before-claim", 2],
  ["K2 after the claim, before the attempt row", "after-claim", 2],
  ["K3 after the attempt row, before the request", "after-attempt", 2],
  ["K4 request written, no answer read", "request-written", 3],
  ["K5 answer read, before the row is updated", "answer-read", 1],
  ["K6 row updated", "after-outcome", 2],
  ["K7 between two turns", "before-claim", 3],
  ["K8 in the middle of a batch, after 37", "before-request", 37],
] as const;

let server: Server;
let provider: string;
let seen: Map<string, { times: number; bodies: Set<string> }>;
let isKeyed = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const { key, body } = JSON.parse(text) as { key: string; body: unknown };
      const known = seen.get(key) ?? { times: 0, bodies: new Set() };
      // A provider that keeps keys takes a repeated one without sending again.
      if (!isKeyed || known.times === 0) known.times += 1;
      known.bodies.add(JSON.stringify(body));
      seen.set(key, known);
      setTimeout(() => response.end("ok"), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => server.close());

async function world(): Promise<string> {
  const url = `file:${join(mkdtempSync(join(tmpdir(), "kill-")), "ring.db")}`;
  const store = await freshStore(url);
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  for (let index = 0; index < CUSTOMERS; index += 1) await addCustomer(store, `c${index}`, { newsletters: ["news"] });
  await planMessages(store, START + 8 * HOUR_MS, { planAheadMs: 0, graceMs: DAY_MS });
  await store.write([
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
      values ('h:c7@people.example', 'email', '', 'unsubscribed', 'test', 0)`,
  ]);
  await store.close();
  return url;
}

function run(url: string, point: string, steps: number): Promise<string> {
  return end("kill-child.ts", [url, provider, String(isKeyed ? DAY_MS : 0), point, String(steps)]);
}

/** Runs a child to its end; gives the signal or code that it ended with. */
function end(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, file), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("exit", (code, signal) => resolve(signal ?? String(code)));
  });
}

describe.each([
  ["a provider without keys", false],
  ["a provider that knows repeated keys", true],
] as const)("killed while sending through %s", (_, keyed) => {
  it.each(points)(
    "%s: nothing is lost, doubled, or sent to who opted out",
    async (_name, point, steps) => {
      isKeyed = keyed;
      seen = new Map();
      const url = await world();
      expect(await run(url, point, steps)).toBe("SIGKILL");
      await sendUntilDone({ url, provider, windowMs: isKeyed ? DAY_MS : 0, pass: () => undefined });

      const store = await freshStore(url);
      const states = await statesOf(store);
      const unknown = states["unknown_outcome:answer_lost"] ?? 0;
      const { secret } = await messageWorld({ store });
      const rows = await store.read<{ id: number; code: string }>(
        sql`select m.id, c.code from messages m join customers c on c.id = m.customer_id`,
      );
      const keys = new Map(rows.map((row) => [messageKey(secret.keyFor("message-key/1"), row.id), row.code]));
      await store.close();

      expect(
        [...seen.keys()].every((key) => keys.has(key)),
        "I1: every accepted send has its row",
      ).toBe(true);
      expect(
        [...seen.values()].every(({ times, bodies }) => times === 1 && bodies.size === 1),
        "I2: nobody twice",
      ).toBe(true);
      expect((states["accepted"] ?? 0) + unknown + (states["skipped:suppressed"] ?? 0), "I3: every row is final").toBe(
        CUSTOMERS,
      );
      expect(
        [...seen.keys()].map((key) => keys.get(key)),
        "I4: not to who opted out",
      ).not.toContain("c7");
      expect(unknown, "only what was in flight is unknown").toBeLessThanOrEqual(keyed ? 0 : IN_FLIGHT);
      expect(seen.size, "I5: what is counted as accepted was accepted").toBeGreaterThanOrEqual(states["accepted"] ?? 0);
    },
    30_000,
  );
});

describe("killed while planning", () => {
  it.each([
    ["before it is announced", 2],
    ["when it is announced", 3],
    ["before the first row", 6],
    ["before the watermark moves", 7],
  ] as const)(
    "%s: who chooses anew then, and everybody else, gets each date once",
    async (_, operation) => {
      const url = `file:${join(mkdtempSync(join(tmpdir(), "kill-plan-")), "ring.db")}`;
      const before = await freshStore(url);
      await addNewsletter(before, "news");
      await startPlannerAt(before, START);
      for (let index = 0; index < CUSTOMERS; index += 1)
        await addCustomer(before, `c${index}`, { newsletters: ["news"] });
      await before.close();
      expect(await end("plan-child.ts", [url, String(operation)])).toBe("SIGKILL");

      const store = await freshStore(url);
      const deps = choosingDeps({ store, clock: manualClock(START) });
      await choose(deps, "c7", { newsletters: [{ code: "news", isOn: true, minute: 600 }] });
      await planMessages(store, START + HOUR_MS, { planAheadMs: DAY_MS, graceMs: DAY_MS });
      const rows = await store.read<{ code: string; hour: number }>(
        sql`select c.code, (m.due_at - ${START}) / ${HOUR_MS} as hour from messages m join customers c on c.id = m.customer_id`,
      );
      await store.close();
      expect(new Set(rows.map(({ code }) => code)).size, "everybody once").toBe(CUSTOMERS);
      expect(rows.length).toBe(CUSTOMERS);
      expect(rows.filter(({ hour }) => hour !== 8)).toEqual([{ code: "c7", hour: 10 }]);
    },
    30_000,
  );
});
