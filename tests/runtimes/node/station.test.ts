import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey } from "#access/create-key.ts";
import { configSchema } from "#entry/config.ts";
import { fillStore } from "#entry/demo/fill-store.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { DatabaseHeld, type NodeStation, startNode } from "#entry/node/start-node.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const folder = mkdtempSync(join(tmpdir(), "station-"));
const url = `file:${join(folder, "ring.db")}`;
const mails: Array<{ to: string; raw: string }> = [];
let smtp: SMTPServer;
let running: NodeStation;
let base: string;

const config = () =>
  configSchema.parse({
    PORT: "0",
    DATABASE_URL: url,
    JOURNAL_FOLDER: join(folder, "journal"),
    ROOT_KEY: Buffer.alloc(32, 5).toString("base64url"),
    SMTP_HOST: "127.0.0.1",
    SMTP_PORT: String((smtp.server.address() as AddressInfo).port),
    SMTP_SECURITY: "none",
    SENDING_DOMAIN: "news.vendor.example",
    BOUNCE_DOMAIN: "bounce.vendor.example",
  });
const start = () => startNode({ config: config(), log: () => undefined, onLost: () => undefined });

async function until(holds: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const endsAt = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > endsAt) throw new Error(`It did not happen within ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      let raw = "";
      stream.on("data", (part: Buffer) => (raw += part.toString("latin1")));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? "", raw });
        done();
      });
    },
  });
  smtp.on("error", () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const store = await freshStore(url);
  await store.write([
    sql`insert into planner_state (name, watermark, updated_at) values ('messages', ${Date.now() - 10 * MINUTE_MS}, 0)`,
  ]);
  await store.close();
  running = await start();
  base = `http://127.0.0.1:${running.port}`;
  await fillStore({
    ring: running.station,
    seed: 3,
    customers: 20,
    publicUrl: "http://127.0.0.1:8787",
    templates: readTemplates("templates"),
  });
}, 60_000);

afterAll(async () => {
  await running.stop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

describe("a station on Node", () => {
  it("takes a fact by HTTP, sends the mail by SMTP on her time, and has her click within a second", async () => {
    const { customers } = running.station;
    const made = await createKey({
      deps: customers,
      actor: { kind: "system", id: "test", scopes: ["ingest", "ingest:trusted"] },
      input: { name: "till", scopes: ["ingest", "ingest:trusted"] },
    });
    if (!made.ok) throw new Error("no key");
    const minute =
      (new Date(Date.now() - 5 * MINUTE_MS).getUTCHours() * 60 + new Date(Date.now() - 5 * MINUTE_MS).getUTCMinutes()) %
      1440;
    const wording = "Yes, send me this newsletter.";
    const answer = await fetch(`${base}/v1/identify`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${made.value.key}:`).toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        userId: "ada",
        messageId: "m-1",
        traits: {
          firstName: "Ada",
          email: "ada@people.example",
          timezone: "UTC",
          consent: [
            { purpose: "receive", channel: "email", topic: "weekly-picks", state: "granted", wording },
            { purpose: "track", state: "granted", wording },
          ],
        },
      }),
    });
    expect(answer.status).toBe(200);
    const newsletters = await customers.store.read<{ id: number }>(
      sql`select id from newsletters where code = 'weekly-picks'`,
    );
    await customers.store.write([
      sql`insert into schedules (key, pace, zone, minute) values ('test', '{"kind":"days","every":1}', 'UTC', ${minute})`,
      sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, updated_at)
        select c.id, ${newsletters[0]?.id}, 'active', 'email', d.id, 'customer', 0 from customers c, schedules d
        where c.code = 'ada' and d.key = 'test'`,
      sql`update planner_state set watermark = ${Date.now() - 10 * MINUTE_MS} where name = 'messages'`,
    ]);
    await until(() => mails.some((mail) => mail.to === "ada@people.example"), 20_000);
    const mail =
      mails
        .find((one) => one.to === "ada@people.example")
        ?.raw.replace(/=\r\n/g, "")
        .replaceAll("=3D", "=") ?? "";
    expect(mail).toMatch(/^Message-ID: <[a-z2-7]{26}@news\.vendor\.example>/im);
    const path = /\/j\/[\w-]{35}/.exec(mail)?.[0] ?? "";
    const click = await fetch(base + path, { redirect: "manual" });
    expect(click.status).toBe(302);
    expect(click.headers.get("location")).toContain("/products/");
    expect(click.headers.get("referrer-policy")).toBe("no-referrer");
    const count = async () =>
      (await customers.store.read<{ n: number }>(sql`select count(*) as n from clicks`))[0]?.n === 1;
    await until(count, 1_000);

    const unsubscribe = /\/u\/[\w-]{35}/.exec(mail)?.[0] ?? "";
    const left = await fetch(base + unsubscribe, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
    });
    expect(left.status).toBe(200);
    const rows = await customers.store.read(
      sql`select s.state from subscriptions s join customers c on c.id = s.customer_id where c.code = 'ada'`,
    );
    expect(rows).toMatchObject([{ state: "off" }]);
  }, 40_000);

  it("a second process on the same database is told who has it", async () => {
    await expect(start()).rejects.toThrow(DatabaseHeld);
    await expect(start()).rejects.toThrow(`process ${process.pid}`);
  });

  it("a refused link is answered with a page, and its refusal names no reason that a forger could use", async () => {
    const forged = await fetch(`${base}/j/${"A".repeat(35)}`, { redirect: "manual" });
    const mistyped = await fetch(`${base}/j/nothing`, { redirect: "manual" });
    expect([forged.status, mistyped.status]).toEqual([404, 404]);
    expect(await forged.text()).toBe(await mistyped.text());
  });

  it("stops in order, and the next start finds what was answered", async () => {
    await running.stop();
    running = await start();
    const [row] = await running.station.customers.store.read<{ n: number }>(sql`select count(*) as n from clicks`);
    expect(row?.n).toBe(1);
  }, 20_000);
});
