import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { statesOf } from "#tests/worlds/message-world.ts";
import { actor, addReader, triggeredWorld } from "#tests/worlds/triggered-world.ts";
import { sendUntilDone } from "./send-until-done.ts";

const MESSAGES = 120;
const IN_FLIGHT = 10;

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

/** Accepted through their own door, each under its key, and asked for a second time. */
async function world(): Promise<string> {
  const url = `file:${join(mkdtempSync(join(tmpdir(), "kill-direct-")), "ring.db")}`;
  const here = await triggeredWorld(await freshStore(url));
  for (let index = 0; index < MESSAGES; index += 1) {
    await addReader(here.store, `c${index}`, []);
    const input = sendBody.parse({
      to: { customer: `c${index}` },
      template: { name: "receipt" },
      data: { order: `A-${index}` },
    });
    for (let time = 0; time < 2; time += 1) {
      const accepted = await acceptMessage({ deps: here.sends, actor, key: `k${index}`, input });
      if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
    }
  }
  await here.store.close();
  return url;
}

function run(url: string, point: string, steps: number): Promise<string> {
  const args = [url, provider, String(isKeyed ? DAY_MS : 0), point, String(steps)];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "kill-child.ts"), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("exit", (code, signal) => resolve(signal ?? String(code)));
  });
}

describe.each([
  ["a provider without keys", false],
  ["a provider that knows repeated keys", true],
] as const)("killed while sending what the API accepted, through %s", (_, keyed) => {
  it.each(points)(
    "%s: every message leaves, what was in flight at most once more, and always the same bytes",
    async (_name, point, steps) => {
      isKeyed = keyed;
      seen = new Map();
      const url = await world();
      expect(await run(url, point, steps)).toBe("SIGKILL");
      await sendUntilDone({ url, provider, windowMs: isKeyed ? DAY_MS : 0, pass: () => undefined });
      const store = await freshStore(url);
      const states = await statesOf(store);
      await store.close();
      const sent = [...seen.values()];
      const twice = sent.filter(({ times }) => times === 2).length;
      expect(states, "every row ends accepted").toEqual({ accepted: MESSAGES });
      expect(seen.size, "nobody is left out").toBe(MESSAGES);
      expect(sent.every(({ bodies }) => bodies.size === 1)).toBe(true);
      expect(sent.every(({ times }) => times <= 2)).toBe(true);
      expect(twice, "only what was in flight is sent once more").toBeLessThanOrEqual(keyed ? 0 : IN_FLIGHT);
    },
    30_000,
  );
});
