import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { createKey } from "#access/create-key.ts";
import { demoStation } from "#entry/demo/demo-station.ts";
import { nextSelections } from "#entry/demo/next-selections.ts";
import { SECOND_MS } from "#kernel/clock.ts";

const ORIGIN = "http://127.0.0.1:8787";
const NOW = Date.UTC(2026, 10, 22, 9);

async function door() {
  const { station, store, clock } = await demoStation({
    url: ":memory:",
    seed: 11,
    customers: 8,
    days: 0,
    until: NOW,
    publicUrl: ORIGIN,
    rootKey: new Uint8Array(32).fill(3),
    hasClicks: false,
  });
  const actor = { kind: "operator", id: "op_1", scopes: scopeNames } as const;
  const made = await createKey({ deps: station.customers, actor, input: { name: "test", scopes: scopeNames } });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const { key } = made.value;
  const people = await store.read<{ code: string }>({ sql: "select code from customers order by id", params: [] });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await station.app.request(`${ORIGIN}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === "" ? undefined : (JSON.parse(text) as Record<string, never>), text };
  };
  return { station, store, clock, people, call };
}

async function membersOf(call: Awaited<ReturnType<typeof door>>["call"], code: string): Promise<readonly string[]> {
  const { json } = await call("GET", `/v1/segments/${code}/members`);
  const items = (json?.["items"] ?? []) as unknown as { readonly customer: string }[];
  return items.map(({ customer }) => customer);
}

it("a segment is counted, saved, filled and followed: a purchase that comes in by the door brings its buyer in", async () => {
  const { call, station } = await door();
  const when = `customer.city == "Segmentville" && did("purchase", {"category": "seeds"}, 30) >= 1`;
  await call("PUT", "/v1/customers/eve", { attributes: { city: "Segmentville" } });
  const counted = await call("POST", "/v1/segments/count", { when, exact: true });
  expect([counted.status, counted.json?.["exact"]]).toEqual([200, 0]);
  const saved = await call("PUT", "/v1/segments/growers", { title: "Growers", when });
  expect([saved.status, saved.json?.["state"], saved.json?.["isTimed"]]).toEqual([200, "building", true]);
  await station.refreshSegments();
  expect(await membersOf(call, "growers")).toEqual([]);
  const log = await call("GET", "/v1/segment-changes?limit=1000");

  await call("POST", "/v1/track", {
    type: "track",
    messageId: "order-1",
    userId: "eve",
    event: "Order Completed",
    timestamp: new Date(station.messages.clock.now()).toISOString(),
    properties: {
      order_id: "o-77",
      currency: "GBP",
      total: 9,
      products: [{ product_id: "SEED-1", category: "seeds", price: 9, quantity: 1 }],
    },
  });
  await station.refreshSegments();
  expect(await membersOf(call, "growers")).toEqual(["eve"]);
  const news = await call("GET", `/v1/segment-changes?cursor=${String(log.json?.["nextCursor"])}`);
  const told = news.json?.["items"] as unknown as Record<string, unknown>[];
  expect(told.map(({ segment, customer, change, cause }) => [segment, customer, change, cause])).toEqual([
    ["growers", "eve", "entered", "fact"],
    ["long-not-seen", "eve", "left", "fact"],
  ]);
  const why = await call("GET", "/v1/segments/growers/members/eve");
  expect(why.json).toMatchObject({ isMember: true, holdsNow: true, explanation: { kind: "all", holds: true } });
});

it("a newsletter names its audience, and the segment stays as long as it does", async () => {
  const { call } = await door();
  await call("PUT", "/v1/segments/burg", { title: "Burg", when: `customer.city == "Burg"` });
  const newsletter = {
    title: "Burg news",
    topic: "weekly-picks",
    templateName: "weekly-picks",
    slots: [],
    defaultPace: { kind: "days", every: 1 },
    defaultMinute: 720,
  };
  const unknown = await call("PUT", "/v1/newsletters/burg-news", { ...newsletter, audience: "nowhere" });
  expect([unknown.status, unknown.text]).toEqual([422, expect.stringContaining("/audience")]);
  const put = await call("PUT", "/v1/newsletters/burg-news", { ...newsletter, audience: "burg" });
  expect([put.status, put.json?.["audience"]]).toEqual([200, "burg"]);
  const inUse = await call("DELETE", "/v1/segments/burg");
  expect([inUse.status, inUse.text]).toEqual([409, expect.stringContaining("newsletter burg-news")]);
  await call("PUT", "/v1/newsletters/burg-news", newsletter);
  expect((await call("DELETE", "/v1/segments/burg")).status).toBe(204);
});

it("a vendor rule may ask for a segment: what it keeps for members is chosen for nobody else", async () => {
  const { call, station, people, clock } = await door();
  const [member = "", other = ""] = people.map(({ code }) => code);
  await call("PUT", `/v1/customers/${member}`, { attributes: { city: "Clubtown" } });
  await call("PUT", "/v1/segments/club", { title: "Club", when: `customer.city == "Clubtown"` });
  const chosenNow = async () => {
    clock.advance(SECOND_MS);
    const chosen = await nextSelections(station, clock.now());
    return [member, other].map((code) => chosen.get(code)?.split(" ") ?? []);
  };
  const kept = 'inSegment("club")';
  const mistyped = await call("PUT", "/v1/rules/club-only", {
    kind: "exclude",
    when: `!${kept.replace("club", "clubb")}`,
  });
  expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining("Did you mean club?")]);
  const rule = { kind: "exclude", when: `product.category == "books" && !${kept}` };
  expect((await call("PUT", "/v1/rules/club-only", rule)).status).toBe(200);
  const only = { kind: "eligible", when: `product.category == "books"` };
  expect((await call("PUT", "/v1/rules/only-books", only)).status).toBe(200);
  const [before, others] = await chosenNow();
  expect([before, others]).toEqual([[""], [""]]);
  await station.refreshSegments();
  const [after = [], none] = await chosenNow();
  expect(after.filter((code) => code !== "").length).toBeGreaterThan(0);
  expect(none).toEqual([""]);
  const inUse = await call("DELETE", "/v1/segments/club");
  expect([inUse.status, inUse.text]).toEqual([409, expect.stringContaining("rule club-only")]);
});

it("what is declared as true or false is so in the vendor's rules, as it is in segments", async () => {
  const { call, station, people, clock } = await door();
  const [member = "", other = ""] = people.map(({ code }) => code);
  await call("PUT", "/v1/attributes/is_member", { type: "bool", visibleTo: ["operator"] });
  await call("PUT", `/v1/customers/${member}`, { attributes: { is_member: true } });
  await call("PUT", `/v1/customers/${other}`, { attributes: { is_member: false } });
  await call("PUT", "/v1/segments/members", { title: "Members", when: "customer.is_member" });
  const rule = { kind: "eligible", when: "customer.is_member == true" };
  expect((await call("PUT", "/v1/rules/members-only", rule)).status).toBe(200);
  await station.refreshSegments();
  expect(await membersOf(call, "members")).toEqual([member]);
  clock.advance(SECOND_MS);
  const chosen = await nextSelections(station, clock.now());
  expect([chosen.get(member) !== "", chosen.get(other)]).toEqual([true, ""]);
});

const naughtyPath = "../shared/cases/naughty/blns.json";
const redosPath = "../shared/cases/redos/patterns.json";

describe.skipIf(!existsSync(naughtyPath) || !existsSync(redosPath))("hostile text", () => {
  const naughty = existsSync(naughtyPath) ? (JSON.parse(readFileSync(naughtyPath, "utf8")) as string[]) : [];
  const patterns = existsSync(redosPath)
    ? (JSON.parse(readFileSync(redosPath, "utf8")) as { patterns: [string, string, string][] }).patterns
    : [];

  it(`as a rule (${naughty.length} naughty texts) is refused with its place or understood, and never breaks`, async () => {
    const { call } = await door();
    for (const text of naughty) {
      const { status, json } = await call("POST", "/v1/segments/count", { when: text });
      expect([text, [200, 422].includes(status)]).toEqual([text, true]);
      const errors = (json?.["errors"] ?? []) as { pointer: string; message: string }[];
      const isPlaced = errors.every(({ pointer, message }) => pointer === "/when" && message !== "");
      expect([text, status === 200 || (errors.length > 0 && isPlaced)]).toEqual([text, true]);
    }
  }, 60_000);

  it(`as a value in a rule (${naughty.length} texts) finds exactly the customers who have it`, async () => {
    const { call, station } = await door();
    for (const text of naughty.filter((one) => one.length <= 400)) {
      const put = await call("PUT", "/v1/customers/naughty", { attributes: { city: text } });
      const { status, json } = await call("POST", "/v1/segments/count", {
        when: `customer.city == ${JSON.stringify(text)} && customer.city.endsWith(${JSON.stringify(text)})`,
      });
      const isKept = put.status === 200;
      expect([text, status, json?.["exact"]]).toEqual([text, isKept ? 200 : 422, isKept ? 1 : undefined]);
    }
    const tables = await station.customers.store.read({ sql: "select count(*) as n from customers", params: [] });
    expect(tables).toMatchObject([{ n: 9 }]);
  }, 60_000);

  it(`patterns that make other engines slow (${patterns.length}) are no part of the language`, async () => {
    const { call } = await door();
    for (const [pattern, input] of patterns) {
      const { status, text } = await call("POST", "/v1/segments/count", {
        when: `${JSON.stringify(input)}.matches(${JSON.stringify(pattern)})`,
      });
      expect([pattern, status]).toEqual([pattern, 422]);
      expect(text).toContain("Rules have no regular expressions");
    }
  });
});
