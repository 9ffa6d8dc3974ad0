import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { demoStation } from "#entry/demo/demo-station.ts";
import { nextSelections } from "#entry/demo/next-selections.ts";
import { readMail } from "#entry/demo/read-mail.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { tick } from "#entry/tick.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";

const UNTIL = Date.UTC(2026, 10, 22, 12);
const settings = {
  url: ":memory:",
  seed: 7,
  customers: 60,
  days: 3,
  until: UNTIL,
  publicUrl: "http://127.0.0.1:8787",
  rootKey: new Uint8Array(32).fill(3),
};

it("a fact becomes a choice, the choice a message, the click another choice, and a machine's clicks become nothing", async () => {
  const { station, store, clock, channels } = await demoStation({ ...settings, hasClicks: false });
  const before = await nextSelections(station, clock.now());

  // Somebody whose newest mail shows several categories, who agreed to be tracked.
  const readers = await store.read<{ id: number; code: string; email: string }>(
    sql`select id, code, lower(email) as email from customers where is_tracked = 1`,
  );
  const mails = channels.mailbox
    .list()
    .map(readMail)
    .filter((mail) => mail.programme === "weekly-picks");
  const [mail, other] = mails.filter((one) => readers.some((reader) => reader.email === one.to));
  const codeOf = (address: string | undefined) => readers.find((reader) => reader.email === address)?.code ?? "";
  const reader = codeOf(mail?.to);
  const jumps = mail?.links.filter(({ url }) => url.includes("/j/")) ?? [];
  const last = jumps.at(-2)?.url ?? "";
  expect(jumps.length).toBeGreaterThan(3);

  const person = {
    "user-agent":
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36",
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en",
    "sec-fetch-mode": "navigate",
    "x-demo-address": "198.51.100.7",
  };
  for (let times = 0; times < 6; times += 1) {
    const answer = await station.app.request(last, { headers: person });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^http:\/\/127\.0\.0\.1:8787\/products\//);
    clock.advance(MINUTE_MS);
  }
  // A scanner opens every link of somebody else's mail at once.
  for (const { url } of other?.links.filter((link) => link.url.includes("/j/")) ?? []) {
    await station.app.request(url, {
      headers: { "user-agent": "Mozilla/5.0 (compatible; LinkCheck/1.0)", "x-demo-address": "203.0.113.9" },
    });
  }
  await station.drainJournal();
  clock.advance(MINUTE_MS);
  await station.settle();

  const after = await nextSelections(station, UNTIL);
  expect(after.get(reader), "her clicks change what is chosen next").not.toBe(before.get(reader));
  expect(after.get(codeOf(other?.to)), "a scanner's clicks change nothing").toBe(before.get(codeOf(other?.to)));
});

it("a bought item is gone with the next selection", async () => {
  const { station, clock } = await demoStation({ ...settings, hasClicks: false });
  const before = await nextSelections(station, clock.now());
  const [code = "", items = ""] =
    [...before].find(([, chosen]) => chosen.split(" ").some((item) => !item.startsWith("SEE"))) ?? [];
  const item = items.split(" ").find((one) => !one.startsWith("SEE")) ?? "";
  const order = {
    order_id: "o-1",
    currency: "GBP",
    products: [{ product_id: item, category: "kitchen", quantity: 1, price: "9.95" }],
  };
  await ingestItems(station.customers, {
    items: [{ type: "track", event: "Order Completed", messageId: "m-1", userId: code, properties: order }],
    sentAt: undefined,
    pointerOf: () => "",
    sender: "test",
    isTrusted: true,
  });
  const after = await nextSelections(station, clock.now());
  expect(after.get(code)?.split(" ")).not.toContain(item);
});

it("a newsletter that is stopped sends nothing more, and nobody gets two of one occurrence", async () => {
  const { station, store, clock, channels, report } = await demoStation({ ...settings, hasClicks: true });
  expect(report.doubles).toBe(0);
  const sent = channels.mailbox.count();
  await store.write([sql`update newsletters set state = 'stopped'`]);
  for (let hours = 0; hours < 48; hours += 4) {
    clock.advance(4 * HOUR_MS);
    await tick(station.tickDeps);
  }
  expect(channels.mailbox.count()).toBe(sent);
});

it("a preview shows what a customer would get now, with nothing of hers to click or to opt out by, and writes nothing", async () => {
  const { station, store, clock } = await demoStation({ ...settings, hasClicks: false });
  const [chosen] = [...(await nextSelections(station, clock.now()))];
  const countRows = () =>
    store.read(sql`select (select count(*) from messages) as messages, (select count(*) from events) as events,
      (select count(*) from links) as links`);
  const before = await countRows();
  const preview = await station.preview({ newsletterCode: "weekly-picks", customerCode: chosen?.[0] ?? "" });
  expect(preview?.picks.length).toBeGreaterThan(2);
  expect(preview?.html).toContain("/products/");
  expect(`${preview?.html}${preview?.text}`).not.toMatch(/\/[jcpuv]\/[\w-]{35}/);
  expect(await countRows()).toEqual(before);
  expect(await station.preview({ newsletterCode: "weekly-picks", customerCode: "nobody" })).toBeUndefined();
});
