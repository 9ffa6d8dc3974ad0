import { expect, it } from "vitest";
import { createKey } from "#access/create-key.ts";
import { scopeNames } from "#access/scopes.ts";
import { readMail } from "#entry/demo/read-mail.ts";
import { BLANK_NOW, blankStation } from "#entry/docs/blank-station.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { seedTemplates } from "#entry/seed-templates.ts";
import { tick } from "#entry/tick.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { freshStore } from "../worlds/fresh-store.ts";

const ORIGIN = "https://news.vendor.example";

const sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 Simulated Lane, Nowhere",
    colour: "#2e5d4b",
  },
  fromName: "The Shop",
  fromAddress: "hello@shop.example",
  domain: "news.shop.example",
};

const product = {
  category: "garden",
  priceMinor: 2_900,
  currency: "EUR",
  imageUrl: "https://shop.example/pictures/spade.jpg",
  linkUrl: "https://shop.example/products/spade",
  copy: [{ locale: "en", title: "A good spade", body: "Made to be mended." }],
};

/** A station with its own templates, a product, a sender, and two customers who agreed to be written to about baskets. */
async function shop() {
  const turns: Array<Promise<void>> = [];
  const store = await freshStore();
  const opened = await blankStation({ store, publicUrl: ORIGIN, express: (turn) => void turns.push(turn(channels())) });
  const { station, clock, mailbox } = opened;
  const channels = () => station.messages.channels;
  await seedTemplates(station.customers, readTemplates("templates"));
  const actor = { kind: "system", id: "start", scopes: scopeNames } as const;
  const made = await createKey({ deps: station.customers, actor, input: { name: "owner", scopes: scopeNames } });
  const ask = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = "", path = ""] = line.split(" ");
    const answer = await station.app.request(`${ORIGIN}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${made.ok ? made.value.key : ""}`,
        "content-type": "application/json",
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json().catch(() => undefined)) as Record<string, unknown> };
  };
  const call = async (line: string, body?: unknown) => {
    const { status, json } = await ask(line, body);
    expect([line, status < 300 ? "" : JSON.stringify(json)]).toEqual([line, ""]);
    return json;
  };
  await call("PUT /v1/settings/sender", sender);
  await call("PUT /v1/settings/hosts", { hosts: ["shop.example"] });
  await call("PUT /v1/product-sets/spade", product);
  for (const userId of ["ada", "bea"]) {
    const consent = [{ purpose: "receive", channel: "email", topic: "baskets", state: "granted", wording: "Yes." }];
    await call("POST /v1/identify", {
      type: "identify",
      messageId: `i-${userId}`,
      userId,
      timestamp: new Date(BLANK_NOW).toISOString(),
      traits: { email: `${userId}@people.example`, firstName: userId, consent },
    });
  }
  let serial = 0;
  const track = (userId: string, event: string, properties: object = {}) =>
    call("POST /v1/track", {
      type: "track",
      messageId: `t-${(serial += 1)}`,
      userId,
      event,
      properties,
      timestamp: new Date(clock.now()).toISOString(),
    });
  const turn = async () => {
    await station.followTriggers();
    return tick(station.tickDeps);
  };
  return { station, clock, mailbox, ask, call, track, turn, express: () => Promise.all(turns) };
}

it("a request becomes a mail before any tick, once for its key, and says how it fares", async () => {
  const { mailbox, ask, call, express } = await shop();
  const body = {
    to: { customer: "ada" },
    template: { name: "service-notice" },
    data: { notice: { title: "Your order arrives on Tuesday", paragraphs: ["Nothing is missing."] } },
  };
  const key = { "idempotency-key": '"order-4711"' };
  const first = await ask("POST /v1/messages", body, key);
  expect(first.status).toBe(202);
  await express();
  const [mail] = mailbox
    .list()
    .map((received) => ({ ...readMail(received), raw: Buffer.from(received.raw).toString() }));
  expect(mail?.to).toBe("ada@people.example");
  expect(mail?.raw).toContain("Nothing is missing.");
  const again = await ask("POST /v1/messages", body, key);
  expect(again).toEqual(first);
  await express();
  expect(mailbox.list()).toHaveLength(1);
  expect(await call(`GET /v1/messages/${String(first.json["number"])}`)).toMatchObject({
    state: "accepted",
    customer: "ada",
    template: "service-notice",
    templateVersion: 1,
  });
  expect((await ask("POST /v1/messages", { ...body, data: {} }, key)).status).toBe(422);
  expect((await ask("POST /v1/messages", body)).status, "without a key").toBe(400);
  expect((await ask(`POST /v1/messages/${String(first.json["number"])}/cancel`)).status).toBe(409);
});

it("a basket that is left brings a mail after an hour; one that is bought brings none; the numbers lead to their rows", async () => {
  const { clock, mailbox, ask, call, track, turn } = await shop();
  const trigger = {
    title: "Your basket",
    when: { kind: "event", name: "Basket Updated", properties: { items: "int" }, if: "context.items > 0" },
    wait: { kind: "for", minutes: 60 },
    message: { template: "weekly-picks", topic: "baskets", slots: [{ name: "hero", size: 1 }] },
    exit: { events: [{ name: "Order Completed" }] },
    again: { kind: "each" },
  };
  await call("PUT /v1/triggers/basket", trigger);
  await track("ada", "Basket Updated", { items: 1 });
  expect(await call("GET /v1/triggers/basket/rehearsal?days=7")).toMatchObject({
    entered: 1,
    outcomes: [{ outcome: "would_reach", reason: null, count: 1 }],
    entrants: [{ customer: "ada", dueAt: clock.now() + HOUR_MS }],
  });
  await call("POST /v1/triggers/basket/state", { state: "live" });
  clock.advance(MINUTE_MS);
  await track("ada", "Basket Updated", { items: 2 });
  await track("bea", "Basket Updated", { items: 1 });
  await turn();
  clock.advance(30 * MINUTE_MS);
  await track("bea", "Order Completed", { order_id: "o-1", currency: "EUR", products: [{ sku: "spade", price: 29 }] });
  await turn();
  clock.advance(30 * MINUTE_MS);
  await turn();
  const mails = mailbox.list().map(readMail);
  expect(mails.map(({ to }) => to)).toEqual(["ada@people.example"]);
  expect(mails[0]?.links.some(({ words }) => words.includes("A good spade"))).toBe(true);
  const numbers = (await call("GET /v1/triggers/basket/numbers")) as {
    entered: number;
    outcomes: Array<{ outcome: string; count: number; entries: string }>;
  };
  expect(numbers.entered).toBe(2);
  expect(numbers.outcomes.map(({ outcome, count }) => [outcome, count])).toEqual([
    ["exited", 1],
    ["sent", 1],
  ]);
  const rows = await call(`GET ${numbers.outcomes[1]?.entries ?? ""}`);
  expect(rows).toMatchObject({ items: [{ customer: "ada", outcome: "sent" }] });
  clock.advance(DAY_MS);
  await turn();
  expect(mailbox.list()).toHaveLength(1);
  const refused = await ask("PUT /v1/triggers/basket", {
    ...trigger,
    when: { ...trigger.when, if: "context.item > 0 &&" },
    wait: { kind: "clock", days: -1, minute: 0 },
  });
  expect(refused.status).toBe(422);
  const typed = await ask("PUT /v1/triggers/basket", {
    ...trigger,
    when: { ...trigger.when, if: "context.item > 0" },
    message: { ...trigger.message, slots: [{ name: "none", size: 1 }], data: {} },
  });
  expect((typed.json["errors"] as Array<{ pointer: string }>).map(({ pointer }) => pointer)).toEqual([
    "/when/if",
    "/message/slots/0/name",
  ]);
});
