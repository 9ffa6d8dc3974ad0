import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { configSchema } from "#entry/config.ts";
import { fillStore } from "#entry/demo/fill-store.ts";
import { type NodeStation, startNode } from "#entry/node/start-node.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { tick } from "#entry/tick.ts";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";
import { addCustomer, scriptedChannel } from "#tests/worlds/message-world.ts";
import { type HranaServer, startHranaServer } from "./hrana-server.ts";

const TOKEN = "simulated-token";
const READERS = Array.from({ length: 12 }, (_, index) => `reader-${String(index).padStart(2, "0")}`);
const folder = mkdtempSync(join(tmpdir(), "stations-"));
const running: NodeStation[] = [];
let server: HranaServer | undefined;

afterEach(async () => {
  for (const station of running.splice(0)) await station.stop();
  await server?.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startOn = async ({ url }: HranaServer, journal: string, channel = scriptedChannel()): Promise<NodeStation> => {
  const config = configSchema.parse({
    PORT: "0",
    DATABASE_URL: url,
    DATABASE_AUTH_TOKEN: TOKEN,
    JOURNAL_FOLDER: join(folder, journal),
    ROOT_KEY: Buffer.alloc(32, 5).toString("base64url"),
  });
  const channels = { channels: new Map([["email", channel]]) };
  const started = await startNode({ config, log: () => undefined, onLost: () => undefined, channels });
  running.push(started);
  return started;
};

describe("a station on Node whose data are on a libSQL server (DATABASE_URL=http://…, DATABASE_AUTH_TOKEN)", () => {
  it("makes its schema there, fills it, and two of them send each message of one database once", async () => {
    server = await startHranaServer({ authToken: TOKEN });
    const channel = scriptedChannel();
    const one = await startOn(server, "one", channel);
    await fillStore({
      ring: one.station,
      seed: 3,
      customers: 1,
      publicUrl: "http://127.0.0.1:8787",
      templates: readTemplates("templates"),
    });
    const { store } = one.station.customers;
    const dueAt = Date.now() - 5 * MINUTE_MS;
    const minute = Math.floor((dueAt % DAY_MS) / MINUTE_MS);
    for (const code of READERS) await addCustomer(store, code, { newsletters: ["weekly-picks"], minute });
    await store.write([
      sql`insert into planner_state (name, watermark, updated_at) values ('messages', ${dueAt - MINUTE_MS}, 0)
        on conflict do update set watermark = excluded.watermark`,
    ]);
    const two = await startOn(server, "two", channel);
    expect(two.station.tickDeps.worker.name).not.toBe(one.station.tickDeps.worker.name);
    await Promise.all([one, two, one, two].map(({ station }) => tick(station.tickDeps)));
    const sent = channel.log.map(({ to }) => to.split("@")[0] ?? "").filter((code) => READERS.includes(code));
    expect(sent.sort()).toEqual(READERS);
    expect(new Set(channel.log.map(({ key }) => key)).size).toBe(channel.log.length);
    expect(server.arrivals.filter(({ hasBaton }) => hasBaton)).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${one.port}/health`)).status).toBe(200);
  }, 60_000);

  it("does not start with a token that the server refuses, and says so", async () => {
    server = await startHranaServer({ authToken: "another" });
    await expect(startOn(server, "three")).rejects.toThrow("refuses the token");
    expect(server.arrivals).toEqual([]);
  });
});
