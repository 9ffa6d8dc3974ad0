import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { wordsOf } from "#customers/ingest/read-values.ts";
import { isPersonName } from "#customers/person-values.ts";
import type { Timer } from "#kernel/clock.ts";
import { type Answer, ingestWorld } from "../../../tests/contracts/ingest-world.ts";
import { freshStore } from "../../../tests/worlds/fresh-store.ts";

const world = async (settings: Parameters<typeof ingestWorld>[1] = {}) => ingestWorld(await freshStore(), settings);
const item = { type: "track", event: "Product Viewed", userId: "C1", messageId: "m1" };
const body = (...items: unknown[]) => JSON.stringify({ batch: items });

describe("the ingest doors", () => {
  it("take JSON under any Content-Type, plain or gzip, as real clients and beacons send it", async () => {
    const { post, count } = await world();
    const types = [
      "application/json",
      "application/x-www-form-urlencoded",
      "text/plain;charset=UTF-8",
      "application/octet-stream",
    ];
    for (const [index, type] of types.entries()) {
      const bytes = gzipSync(body({ ...item, messageId: `m${index}` }));
      const response = await post("/v1/batch", bytes, { "content-type": type, "content-encoding": "gzip" });
      expect(response.status).toBe(200);
    }
    expect((await post("/v1/import", body({ ...item, messageId: "plain" }))).status).toBe(200);
    expect(await count("events")).toBe(types.length + 1);
  });

  it("take every call of the protocol at its own address", async () => {
    const { send, rows } = await world();
    const who = { userId: "C1" };
    await send("/v1/identify", { ...who, traits: { firstName: "Ada" } });
    await send("/v1/track", { ...who, event: "Product Viewed" });
    await send("/v1/page", { ...who, name: "Garden" });
    await send("/v1/screen", { ...who, name: "Home" });
    await send("/v1/group", { ...who, groupId: "g1" });
    await send("/v1/alias", { ...who, previousId: "a1" });
    expect((await rows("select kind, name from events order by id")).map((row) => [row["kind"], row["name"]])).toEqual([
      ["identify", "identify"],
      ["track", "Product Viewed"],
      ["page", "Garden"],
      ["screen", "Home"],
      ["group", "g1"],
      ["alias", "alias"],
    ]);
  });

  it("take the write key from the body where no header can be set, and refuse a wrong one with 401", async () => {
    const { app, writeKey, count } = await world();
    const send = (key: unknown, headers: Record<string, string> = {}) =>
      app.request("/v1/batch", { method: "POST", headers, body: JSON.stringify({ batch: [item], writeKey: key }) });
    expect((await send(writeKey)).status).toBe(200);
    for (const key of ["wrong", "", null, {}, `${writeKey}x`, "a:b"]) expect((await send(key)).status).toBe(401);
    expect((await send(writeKey, { authorization: "Basic d3Jvbmc6" })).status).toBe(401);
    expect(await count("events")).toBe(1);
  });

  it("are closed to a key without the scope ingest", async () => {
    const { app, apiKey } = await world();
    const headers = { authorization: `Bearer ${apiKey}` };
    expect((await app.request("/v1/batch", { method: "POST", headers, body: body(item) })).status).toBe(403);
  });

  it("answer a body that is no batch with a pointer, and none of its words", async () => {
    const { post } = await world();
    const bad: ReadonlyArray<readonly [string, number, string | undefined]> = [
      ["canary", 400, undefined],
      ['{"batch":', 400, undefined],
      ["[]", 422, ""],
      ['"canary"', 422, ""],
      ['{"batch":"canary"}', 422, "/batch"],
      ["{}", 422, "/batch"],
    ];
    for (const [text, status, pointer] of bad) {
      const response = await post("/v1/batch", text);
      const answer = (await response.json()) as { errors?: Array<{ pointer: string }> };
      expect([response.status, answer.errors?.[0]?.pointer]).toEqual([status, pointer]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(JSON.stringify(answer)).not.toContain("canary");
    }
  });

  it("refuse what is too large, declared or not, packed or not, before it is all in memory", async () => {
    const { post, app, count } = await world();
    const large = " ".repeat(1_048_577);
    expect((await post("/v1/batch", large)).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(64_000_000, 32));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await post("/v1/batch", bomb, { "content-encoding": "gzip" })).status).toBe(413);
    expect(
      (await app.request("/v1/batch", { method: "POST", body: bomb, headers: { "content-encoding": "gzip" } })).status,
    ).toBe(413);
    expect((await post("/v1/batch", body(...Array.from({ length: 1_001 }, () => item)))).status).toBe(413);
    expect((await post("/v1/batch", "x", { "content-encoding": "br" })).status).toBe(415);
    expect((await post("/v1/batch", "no gzip", { "content-encoding": "gzip" })).status).toBe(400);
    expect(await count("events")).toBe(0);
  });

  it("give a body that never ends a word instead of a place", async () => {
    const late: Array<() => void> = [];
    const timer: Timer = { after: (_, work) => (late.push(work), () => undefined) };
    const { post } = await world({ timer });
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new TextEncoder().encode("{"));
        late.splice(0).forEach((work) => work());
        return new Promise(() => undefined);
      },
    });
    const response = await Promise.race([post("/v1/batch", endless), neverBefore(late)]);
    expect(response).toMatchObject({ status: 408 });
  });

  it("ask who comes on top of a full house to come back, with 429 and a time", async () => {
    const { post } = await world({ maxAtOnce: 2 });
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = () =>
      new ReadableStream<Uint8Array>({
        start: async (controller) => {
          await gate;
          controller.enqueue(new TextEncoder().encode(body(item)));
          controller.close();
        },
      });
    const inside = [post("/v1/batch", slow()), post("/v1/batch", slow())];
    await settled();
    const turned = await post("/v1/batch", body(item));
    expect([turned.status, turned.headers.get("retry-after")]).toEqual([429, "1"]);
    open?.();
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await post("/v1/batch", body(item))).status).toBe(200);
  });
});

describe("a text that no database keeps", () => {
  const [nul, half] = ["a\u0000b", "a\ud83cb"];
  const who = { type: "identify", userId: "C1" };
  const bad: ReadonlyArray<readonly [pointer: string, item: unknown]> = [
    ["/traits/firstName", { ...who, traits: { firstName: nul } }],
    ["/traits/undeclared", { ...who, traits: { undeclared: half } }],
    ["/traits/key \u0000", { ...who, traits: { "key \u0000": 1 } }],
    ["/traits/address/city", { ...who, traits: { address: { city: nul } } }],
    ["/traits/consent/wording", { ...who, traits: { consent: { purpose: "track", state: "granted", wording: half } } }],
    ["/userId", { ...who, userId: nul }],
    ["/messageId", { ...who, messageId: half }],
    ["/event", { type: "track", userId: "C1", event: nul }],
    [
      "/properties/products/0/name",
      { type: "track", userId: "C1", event: "x", properties: { products: [{ name: half }] } },
    ],
    ["/properties/note", { type: "track", userId: "C1", event: "Call Logged", properties: { note: nul } }],
    ["/context/page/title", { type: "page", userId: "C1", context: { page: { title: half } } }],
    ["/previousId", { type: "alias", userId: "C1", previousId: nul }],
    ["", half],
  ];

  it("is refused with its place, item by item, in an answer after which real clients drop it; the others are taken", async () => {
    const { batch, count, everything } = await world();
    const answer = await batch(item, ...bad.map(([, one]) => one), { ...item, messageId: "m2" });
    expect(answer).toMatchObject({ accepted: 2, duplicates: 0 });
    const told = answer.rejected.map(({ index, faults }) => [index, faults.map(({ pointer }) => pointer)]);
    expect(told).toEqual(bad.map(([pointer], index) => [index + 1, [`/batch/${index + 1}${pointer}`]]));
    expect(await count("rejected_items")).toBe(bad.length);
    expect(await everything()).not.toContain("u0000");
  });

  it("is refused in a call of one item too, and its half-told neighbours are not written", async () => {
    const { send, count } = await world();
    const answer = await send("/v1/identify", { userId: "C1", traits: { firstName: "Ada", lastName: nul } });
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: 0, faults: [{ pointer: "/traits/lastName" }] }] });
    expect(await count("customers")).toBe(0);
  });

  it("is refused by every operation about customers: in its body with 422, in its address with 400", async () => {
    const { call, send, count } = await world();
    await send("/v1/identify", { userId: "C1", traits: { firstName: "Ada" } });
    const answers = { responseId: "r1", survey: "s", answers: [{ question: "q", answer: half }] };
    const calls: ReadonlyArray<readonly [string, string, unknown, number, string]> = [
      ["PUT", "/v1/customers/C1", { firstName: nul }, 422, "/firstName"],
      ["PUT", "/v1/customers/C1", { attributes: { city: half } }, 422, "/attributes/city"],
      ["POST", "/v1/customers/C1/survey-answers", answers, 422, "/answers/0/answer"],
      ["PUT", "/v1/customers/C%001", { firstName: "Ada" }, 400, "/code"],
    ];
    for (const [method, path, body, status, pointer] of calls) {
      const answer = await call(method, path, body);
      expect([path, answer.status, answer.body["errors"]]).toMatchObject([path, status, [{ pointer }]]);
    }
    expect([await count("survey_answers"), await count("customers")]).toEqual([0, 1]);
  });

  it("is not what a sender writes who escapes whole characters", async () => {
    const { post, rows } = await world();
    const text = body({ ...who, messageId: "m1", traits: { firstName: "🌱" } }).replaceAll("🌱", "\\ud83c\\udf31");
    expect((await post("/v1/batch", text)).status).toBe(200);
    expect(await rows("select first_name from customers")).toEqual([{ first_name: "🌱" }]);
  });
});

/** Turns of the event loop, so that calls that were begun reach the point where they wait. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function neverBefore(timers: ReadonlyArray<() => void>): Promise<never> {
  for (;;) {
    await settled();
    for (const work of timers) work();
  }
}

type JsonCase = { readonly name: string; readonly expect: "accept" | "reject" | "either"; readonly base64: string };
const jsonPath = "../shared/cases/json/JSONTestSuite.json";
const jsonCases: readonly JsonCase[] = existsSync(jsonPath)
  ? (JSON.parse(readFileSync(jsonPath, "utf8")) as JsonCase[])
  : [];

describe.skipIf(jsonCases.length === 0)("JSONTestSuite at the door (needs ../shared/cases)", () => {
  it(`${jsonCases.length} documents: each is JSON or 400, as marked, and none breaks the door`, async () => {
    const { post } = await world();
    const wrong: string[] = [];
    for (const { name, expect: expected, base64 } of jsonCases) {
      const { status } = await post("/v1/batch", Buffer.from(base64, "base64"));
      // Every document of the suite is no batch: a good one gets as far as 422, a bad one is 400.
      const isRead = status === 422 || status === 200;
      if (!isRead && status !== 400) wrong.push(`${name}: ${status}`);
      else if (expected !== "either" && isRead !== (expected === "accept")) wrong.push(`${name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});

const naughtyPath = "../shared/cases/naughty/blns.json";
const naughty: readonly string[] = existsSync(naughtyPath)
  ? (JSON.parse(readFileSync(naughtyPath, "utf8")) as string[])
  : [];

describe.skipIf(naughty.length === 0)("naughty strings at the door (needs ../shared/cases)", () => {
  it(`${naughty.length} strings as traits, names and properties come back as they were, or are refused unquoted`, async () => {
    const { batch, rows, everything } = await world();
    const items = naughty.map((text, index) => ({
      type: "identify",
      userId: `N${index}`,
      messageId: `n${index}`,
      traits: {
        // What would turn the text around it is refused as a name.
        ...(isPersonName(wordsOf(text, 200) ?? "") ? { firstName: text } : {}),
        undeclared: text,
        [`key ${text}`]: 1,
      },
    }));
    const answer: Answer = await batch(...items);
    expect(answer).toMatchObject({ accepted: naughty.length, rejected: [] });
    const kept = await rows("select message_id, properties from events");
    for (const { message_id: id, properties } of kept) {
      const index = Number(String(id).slice(1));
      expect((JSON.parse(String(properties)) as { undeclared: string }).undeclared).toBe(naughty[index]);
    }
    const told: string[] = [];
    for (const text of naughty) {
      const item = { type: "track", userId: text, event: text, messageId: text, properties: { order_id: text } };
      told.push(JSON.stringify(await batch(item)));
    }
    const quoted = naughty.filter((text) => text.length > 8 && told.join().includes(JSON.stringify(text).slice(1, -1)));
    expect(quoted).toEqual([]);
    expect(await everything()).toContain('"code":"N0"');
  });
});
