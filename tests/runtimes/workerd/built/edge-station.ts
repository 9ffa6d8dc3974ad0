import { randomBytes } from "node:crypto";
import type { D1Database, Queue } from "@cloudflare/workers-types";
import { SMTPServer } from "smtp-server";
import { createTestHarness, type TestHarness, type WorkerHandle } from "wrangler";
import { createKey } from "#access/create-key.ts";
import { scopeNames } from "#access/scopes.ts";
import { putSetting } from "#catalogue/settings.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { type Secret, secretFrom } from "#kernel/secret.ts";
import type { Sender } from "#messages/content/shelf.ts";
import { putNewsletter } from "#messages/newsletters/put-newsletter.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { openD1 } from "#store/open-d1.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { startHranaServer } from "#tests/runtimes/hrana/hrana-server.ts";
import { startPlannerAt } from "#tests/worlds/message-world.ts";

export const PUBLIC_URL = "https://jump.fernhill.example";

export const OPERATOR = { OPERATOR_EMAIL: "owner@fernhill.example", OPERATOR_PASSWORD: "simulated-owner-pass" };

const clock = { now: () => Date.now() };
const actor = { kind: "system", id: "test", scopes: scopeNames } as const;

/** The worker as `wrangler deploy` would bundle it, in workerd, with its queues and a database of its own. */
export type EdgeStation = {
  readonly store: Store;
  readonly secret: Secret;
  /** Raw messages as the mail server took them. */
  readonly mails: readonly string[];
  /** Asks the worker, by path, as if it stood at PUBLIC_URL. Redirects are not followed. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Calls the API with a key that may do everything. */
  call(method: string, path: string, body: unknown): Promise<Response>;
  /** The same with a body that is no JSON. */
  send(method: string, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response>;
  /** The cron's minute has come. */
  tick(): Promise<void>;
  /** Puts something into the queue of senders. */
  say(word: unknown): Promise<void>;
  logs(): string;
  close(): Promise<void>;
};

type Bindings = { readonly DB: D1Database; readonly SEND: Queue };

/** Where the worker keeps its data. */
export type EdgeDatabase = "D1" | "libSQL over HTTP";

export async function startEdgeStation(database: EdgeDatabase): Promise<EdgeStation> {
  const mails: string[] = [];
  const server = mailServer(mails);
  const port = await listening(server);
  const rootKey = randomBytes(32);
  const remote = database === "D1" ? undefined : await startHranaServer();
  const harness = createTestHarness({
    workers: [
      {
        configPath: "./wrangler.toml",
        vars: {
          PUBLIC_URL,
          HOME_URL: "https://fernhill.example/",
          SMTP_HOST: "127.0.0.1",
          SMTP_PORT: `${port}`,
          SMTP_SECURITY: "none",
          SENDING_DOMAIN: "mail.fernhill.example",
          BOUNCE_DOMAIN: "bounce.fernhill.example",
          DATABASE_URL: remote?.url ?? "",
        },
        secrets: { ROOT_KEY: rootKey.toString("base64url"), ...OPERATOR },
      },
    ],
  });
  await harness.listen();
  const worker = harness.getWorker<Bindings>();
  const store = remote === undefined ? await migratedD1(worker) : await freshStore(remote.url);
  const secret = secretFrom(rootKey);
  const key = await firstKey(store, secret);
  const ask: EdgeStation["ask"] = async (path, init) =>
    (await worker.fetch(`${PUBLIC_URL}${path}`, { redirect: "manual", ...init } as never)) as unknown as Response;
  return {
    store,
    secret,
    mails,
    ask,
    call: (method, path, body) =>
      ask(path, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    send: (method, path, bytes) => ask(path, { method, headers: { authorization: `Bearer ${key}` }, body: bytes }),
    tick: async () => {
      const { outcome } = await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
      if (outcome !== "ok") throw new Error(`The tick ended with ${outcome}: ${logsOf(harness)}`);
    },
    say: async (word) => {
      await (await worker.getEnv()).SEND.send(word);
    },
    logs: () => logsOf(harness),
    close: async () => {
      await harness.close();
      await remote?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function migratedD1(worker: WorkerHandle<Bindings>): Promise<Store> {
  await worker.applyD1Migrations("DB");
  return openD1((await worker.getEnv()).DB);
}

function logsOf(harness: TestHarness): string {
  return harness
    .getLogs()
    .map(({ message }) => message)
    .join("\n");
}

function mailServer(mails: string[]): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString("latin1"));
        done();
      });
    },
  });
  server.on("error", () => undefined);
  return server;
}

function listening(server: SMTPServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

async function firstKey(store: Store, secret: Secret): Promise<string> {
  const ids = idsFrom(clock, randomBytes);
  const created = await createKey({
    deps: { store, clock, ids, secret },
    actor,
    input: { name: "test", scopes: scopeNames },
  });
  if (!created.ok) throw new Error("The key was refused.");
  return created.value.key;
}

const sender: Sender = {
  vendor: {
    name: "Fernhill",
    websiteUrl: "https://fernhill.example/",
    logoUrl: "https://fernhill.example/logo.png",
    postalAddress: "Simulated Lane 1, Nowhere 00000",
    palette: { accent: "#2e5d4b", onAccent: "#fffdfa", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
  },
  fromName: "Fernhill",
  fromAddress: "hello@fernhill.example",
  domain: "news.fernhill.example",
};

/** Who speaks, where links may lead, and a planner that ran ten minutes ago. */
export async function declareVendor({ store }: EdgeStation): Promise<void> {
  const now = clock.now();
  await store.write([putSetting("sender", sender, now), putSetting("hosts", ["fernhill.example"], now)]);
  await startPlannerAt(store, now - 10 * MINUTE_MS);
}

/** A daily newsletter. */
export async function addProgramme({ store }: EdgeStation, code: string, templateName: string): Promise<void> {
  const put = await putNewsletter({
    deps: { store, clock },
    actor,
    input: {
      code,
      title: "Weekly picks",
      description: "",
      topic: code,
      copy: [],
      categories: [],
      messageClass: "marketing",
      templateName,
      slots: [{ name: "picks", size: 4 }],
      defaultPace: { kind: "days", every: 1 },
      defaultMinute: 0,
      priority: 0,
      graceHours: 24,
    },
  });
  if (!put.ok) throw new Error(JSON.stringify(put.error));
}

/** The customer chose this programme, daily, at the minute that was five minutes ago. */
export async function chooseDaily(station: EdgeStation, customerCode: string, code: string): Promise<void> {
  const { store, secret } = station;
  const minute = wallClockIn("UTC", clock.now() - 5 * MINUTE_MS).minute;
  const saved = await savePreferences({
    deps: { store, clock, secret, ids: idsFrom(clock, randomBytes), defaultCountry: "GB", projectors: [], mergers: [] },
    customerCode,
    choice: { newsletters: [{ code, isOn: true, channel: "email", pace: { kind: "days", every: 1 }, minute }] },
    source: "test",
    wording: "Yes, every day.",
    proof: {},
  });
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
}
