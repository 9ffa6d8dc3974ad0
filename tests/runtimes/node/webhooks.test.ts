import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import parsePrometheus from "parse-prometheus-text-format";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey } from "#access/create-key.ts";
import { systemBytes, systemClock } from "#entry/runtime.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const folder = mkdtempSync(join(tmpdir(), "webhooks-"));
const url = `file:${join(folder, "ring.db")}`;
const rootKey = Buffer.alloc(32, 5);
const CUSTOMERS = 400;

type Got = { readonly id: string; readonly headers: Record<string, string>; readonly body: string };
const got: Got[] = [];
let receiver: Server;
let receiverUrl = "";
let key = "";
const lines: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString("utf8")));
    request.on("end", () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      got.push({ id: headers["webhook-id"] ?? "", headers, body });
      setTimeout(() => response.writeHead(204).end(), 20);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const store = await freshStore(url);
  const deps = { store, clock: systemClock, ids: idsFrom(systemClock, systemBytes), secret: secretFrom(rootKey) };
  const scopes = ["webhooks:manage", "webhooks:read", "customers:write"] as const;
  const actor = { kind: "system", id: "test", scopes } as const;
  const made = await createKey({ deps, actor, input: { name: "erp", scopes } });
  key = made.ok ? made.value.key : "";
  await store.close();
}, 60_000);

afterAll(() => receiver.close());

type Running = { readonly child: ChildProcess; readonly base: string; ended: Promise<unknown> };

/** The server as an operator starts it. */
function start(): Promise<Running> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/entry/node.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORT: "0",
      DATABASE_URL: url,
      JOURNAL_FOLDER: join(folder, "journal"),
      IMAGE_FOLDER: join(folder, "images"),
      ROOT_KEY: rootKey.toString("base64url"),
      OUTGOING_TRUSTED_ORIGINS: receiverUrl,
    },
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  return new Promise((resolve, reject) => {
    let rest = "";
    child.stdout.on("data", (part: Buffer) => {
      const parts = (rest + part.toString("utf8")).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
      for (const line of parts) {
        const { event, port } = JSON.parse(line) as { event: string; port?: number };
        if (event === "listening") resolve({ child, base: `http://127.0.0.1:${port}`, ended });
      }
    });
    child.on("exit", () => reject(new Error(`It ended: ${lines.at(-1)}`)));
  });
}

async function call({ base }: Running, request: string, body: object): Promise<Record<string, unknown>> {
  const [method = "", path = ""] = request.split(" ");
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function until(holds: () => boolean, withinMs: number): Promise<void> {
  const endsAt = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > endsAt) throw new Error(`It did not happen within ${withinMs} ms: ${got.length} came.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const told = () => new Set(got.map(({ body }) => (JSON.parse(body) as { data: { customer: string } }).data.customer));

describe("webhooks of a running server", () => {
  it("reach a receiver over HTTP, signed, each event at least once, though the server is killed in the middle", async () => {
    let running = await start();
    const endpoint = await call(running, "POST /v1/webhook-endpoints", {
      url: `${receiverUrl}/in`,
      types: ["customer.created"],
    });
    for (let index = 0; index < CUSTOMERS; index += 1) {
      await call(running, `PUT /v1/customers/c${index}`, { locale: "en" });
      if (index === CUSTOMERS / 2) await until(() => got.length > 10, 20_000);
    }
    running.child.kill("SIGKILL");
    await running.ended;
    expect(told().size).toBeLessThan(CUSTOMERS);
    running = await start();
    // What was under way when it was killed comes again after its lease, a minute; all else at once.
    await until(() => told().size >= CUSTOMERS - 16, 30_000);
    const late = CUSTOMERS - told().size;
    expect(late).toBeLessThanOrEqual(16);
    await until(() => told().size === CUSTOMERS, 70_000);
    const ids = new Map<string, Set<string>>();
    for (const { id, body } of got) ids.set(id, (ids.get(id) ?? new Set()).add(body));
    expect(ids.size).toBe(CUSTOMERS);
    expect([...ids.values()].every((bodies) => bodies.size === 1)).toBe(true);
    const verifier = new Webhook(String(endpoint["secret"]));
    const [last] = got.slice(-1);
    expect(last && verifier.verify(last.body, last.headers)).toMatchObject({ type: "customer.created" });

    const text = await (await fetch(`${running.base}/metrics`)).text();
    const families = parsePrometheus(text) as ReadonlyArray<{ name: string; metrics: Array<Record<string, unknown>> }>;
    const family = (name: string) => families.find((one) => one.name === name)?.metrics ?? [];
    expect(Number(family("jumpstation_webhook_deliveries_total")[0]?.["value"])).toBeGreaterThan(0);
    const sizes = family("jumpstation_database_bytes").map((sample) => Number(sample["value"]));
    expect(Math.max(...sizes)).toBeGreaterThan(100_000);
    expect(family("jumpstation_event_loop_lag_seconds")).toHaveLength(3);
    running.child.kill("SIGTERM");
    await running.ended;
    for (const line of lines)
      expect(Object.keys(JSON.parse(line) as object).slice(0, 3)).toEqual(["time", "level", "event"]);
    expect(lines.some((line) => line.includes('"route":"/v1/customers/:code"'))).toBe(true);
  }, 180_000);
});
