import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import { logLine } from "#entry/log-line.ts";
import { tick } from "#entry/tick.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { readMail } from "#entry/demo/read-mail.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { canary, findCanary } from "./canary.ts";
import { type LivedStation, livedStation, ORIGIN } from "./lived-station.ts";
import { readTree } from "./tree.ts";

/** Everything that was logged, by us or by anybody. */
const logged: string[] = [];
/** Everything that was refused: status, headers and body. */
const refused: string[] = [];

let lived: LivedStation;
let isStoreBroken = false;
let clicks = 0;

const spies = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
  vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void logged.push(words.map(String).join(" "))),
);

async function ask(
  path: string,
  init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { "user-agent": canary.agent, "x-demo-address": canary.address, ...init.headers };
  const answer = await lived.station.app.request(path.startsWith("http") ? path : `${ORIGIN}${path}`, {
    ...init,
    headers,
  });
  if (answer.status >= 400) {
    refused.push([answer.status, JSON.stringify([...answer.headers]), await answer.clone().text()].join("\n"));
  }
  return answer;
}

async function send(path: string, body: unknown, key: string): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return ask(path, { method: path.startsWith("/v1/customers/c-canary/pref") ? "PUT" : "POST", headers, body: text });
}

/** A channel that fails in the way that gives most away: by an exception with the address in its words. */
function clumsyChannel() {
  const memory = memoryChannel({
    identity: { sendingDomain: "news.vendor.example", bounceDomain: "bounce.vendor.example", dkim: [] },
  });
  let isFirst = true;
  const channel: typeof memory = {
    ...memory,
    send: async (message, options) => {
      if (isFirst && message.to.toLowerCase() === canary.email.toLowerCase()) {
        isFirst = false;
        throw new Error(`550 5.1.1 <${message.to}> of ${canary.firstName} is unknown at ${canary.address}`);
      }
      return memory.send(message, options);
    },
  };
  return channel;
}

const person = (key: string) =>
  send(
    "/v1/identify",
    {
      type: "identify",
      messageId: "canary-1",
      userId: "c-canary",
      anonymousId: "anonymous-canary",
      timestamp: "2026-11-22T09:00:00Z",
      context: { ip: canary.address, userAgent: canary.agent },
      traits: {
        email: canary.email,
        phone: canary.phone,
        firstName: canary.firstName,
        lastName: canary.lastName,
        favourite: canary.note,
        consent: [
          { purpose: "receive", channel: "email", topic: "weekly-picks", state: "granted", wording: "Yes." },
          { purpose: "receive", channel: "email", topic: "service", state: "granted", wording: "Yes." },
          { purpose: "track", state: "granted", wording: "Yes." },
        ],
      },
    },
    key,
  );

/** Every way to be refused with her values in the request. */
async function beRefused(key: string): Promise<void> {
  const { email, phone, firstName, note } = canary;
  const words = `${email} ${phone} ${firstName} ${note}`;
  await send("/v1/identify", `{"userId": "c-canary", "traits": {"email": "${email}"`, key);
  await send("/v1/batch", { batch: words }, key);
  await send(
    "/v1/batch",
    {
      batch: [
        { type: email, traits: { email: words } },
        { type: "track", event: "" },
      ],
    },
    key,
  );
  await send("/v1/customers/c-canary/purchases", { orderId: words, currency: firstName, lines: words }, key);
  await send("/v1/customers/c-canary/consents", { purpose: email, state: note }, key);
  await send("/v1/customers/c-canary/preferences", { newsletters: [{ code: email, isOn: phone }] }, key);
  await send("/v1/suppressions", { channel: "email", address: `${email} ${phone}` }, key);
  await send("/v1/suppressions", { channel: phone, address: email }, key);
  await send("/v1/rules/check", { when: `customer.${firstName} == "${email}"` }, key);
  await send("/v1/track", { event: "x" }, email);
  await send("/v1/track", { event: "x" }, `jk_${firstName}_${note}`);
  await ask(`/v1/customers/${encodeURIComponent(`${email}\n`)}`, { headers: { authorization: `Bearer ${key}` } });
  await ask(`/v1/customers?cursor=${encodeURIComponent(words)}`, { headers: { authorization: `Bearer ${key}` } });
  await ask(`/${encodeURIComponent(words)}?q=${encodeURIComponent(words)}`);
  await ask(`/j/${encodeURIComponent(email)}`);
  await ask(`/u/${encodeURIComponent(email)}`, { method: "POST", body: new URLSearchParams({ reason: words }) });
  await ask(`/preferences/${encodeURIComponent(email)}`);
  await ask("/v1/identify", { method: "POST", body: words, headers: { "content-encoding": email } });
}

async function followAll(): Promise<void> {
  const mails = lived.mailbox.list().filter(({ envelope }) => envelope.to.toLowerCase() === canary.email.toLowerCase());
  for (const { url } of mails.flatMap((mail) => readMail(mail).links)) {
    const answer = await ask(url, { headers: { referer: `https://mail.example/?user=${canary.email}` } });
    if (answer.status === 302) clicks += 1;
  }
}

beforeAll(async () => {
  const honest = await freshStore();
  const store: typeof honest = {
    ...honest,
    read: (statement) =>
      isStoreBroken ? Promise.reject(new Error(`no such row: ${canary.email}`)) : honest.read(statement),
  };
  const channel = clumsyChannel();
  lived = await livedStation({
    store,
    channels: new Map([["email", channel]]),
    log: (event, detail) => void logged.push(logLine(0, event, detail)),
    onAnswered: (answered) => void logged.push(logLine(0, "request", answered)),
    customers: 6,
    days: 1,
  });
  lived = { ...lived, mailbox: channel.mailbox };
  const key = await lived.keyFor(scopeNames);
  const known = await person(key);
  if (!known.ok) throw new Error(await known.text());
  await send("/v1/customers/c-canary/notes", { noteId: "n-1", note: canary.note }, key);
  for (const code of ["weekly-picks", "service"]) await send(`/v1/newsletters/${code}/default-subscriptions`, {}, key);
  await beRefused(key);
  // Two weeks: her first letter meets the clumsy channel and is never sent again, her second arrives.
  for (let turn = 0; turn < 16 * 24; turn += 1) {
    lived.clock.advance(HOUR_MS);
    await tick(lived.station.tickDeps);
  }
  await followAll();
  await lived.drain();
  lived.clock.advance(MINUTE_MS);
  await lived.station.settle();
  await webhookCourier(lived.station.outbound).turn();
  logged.push(await (await ask("/metrics", { headers: { authorization: `Bearer ${key}` } })).text());
  const exported = await ask("/v1/exports/customers?format=csv", { headers: { authorization: `Bearer ${key}` } });
  logged.push(await exported.text());
  isStoreBroken = true;
  await send("/v1/track", { type: "track", userId: "c-canary", event: canary.note }, key);
  await ask("/v1/customers/c-canary", { headers: { authorization: `Bearer ${key}` } });
  await ask("/health");
  isStoreBroken = false;
}, 120_000);

afterAll(() => {
  for (const spy of spies) spy.mockRestore();
});

describe("a person's name, address, number, browser and network", () => {
  it("are found by the search itself, however they are written", () => {
    const { email, phone, address } = canary;
    const hidden = [
      email.toUpperCase(),
      encodeURIComponent(email),
      Buffer.from(`x ${email} y`).toString("base64"),
      Buffer.from(`xy ${phone}`).toString("base64url"),
      Buffer.from(JSON.stringify({ address })).toString("hex"),
    ];
    expect(hidden.filter((text) => findCanary(text) === undefined)).toEqual([]);
    expect(findCanary("nothing about anybody")).toBeUndefined();
  });

  it("were really there: she was written to, she clicked, she was refused, the database broke", async () => {
    const [message] = await lived.store.read<{ n: number }>(
      sql`select count(*) as n from messages m join customers c on c.id = m.customer_id
        where c.code = 'c-canary' and m.state in ('accepted', 'unknown_outcome')`,
    );
    expect(message?.n).toBeGreaterThan(0);
    expect(clicks).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(15);
    expect(refused.some((answer) => answer.startsWith("500") || answer.startsWith("503"))).toBe(true);
    expect(logged.length).toBeGreaterThan(0);
  });

  it("stand in no log line, neither ours nor a library's, in no metric, and in no export by codes", () => {
    expect(logged.filter((line) => findCanary(line) !== undefined)).toEqual([]);
  });

  it("stand in no refusal, neither in its body nor in its headers", () => {
    expect(refused.filter((answer) => findCanary(answer) !== undefined)).toEqual([]);
  });

  it("stand in the clear only in the columns that docs/storage.md names, and every table stands there", async () => {
    const named = documentedColumns();
    const tables = await lived.store.read<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
    );
    expect([...named.keys()].sort()).toEqual(tables.map(({ name }) => name));
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await lived.store.read(sql.raw(`select * from "${name}"`));
      const columns = new Set(rows.flatMap((row) => Object.keys(row).filter((column) => hasCanary(row[column]))));
      const allowed = named.get(name) ?? [];
      found.push(...[...columns].filter((column) => !allowed.includes(column)).map((column) => `${name}.${column}`));
    }
    expect(found).toEqual([]);
  });
});

function hasCanary(value: unknown): boolean {
  const text = value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : String(value);
  return findCanary(text) !== undefined;
}

/** table → columns with personal values in the clear, as the table of docs/storage.md says. */
function documentedColumns(): ReadonlyMap<string, readonly string[]> {
  const rows = readTree("docs/storage.md").matchAll(/^\| (`[^|]+) \|[^|]+\|([^|]*)\|/gm);
  const words = (text: string) => [...text.matchAll(/`([a-z_…]+)`/g)].map(([, word = ""]) => word);
  return new Map(
    [...rows].flatMap(([, tables = "", columns = ""]) => words(tables).map((name) => [name, words(columns)])),
  );
}
