import { describe, expect, it } from "vitest";
import { publicKeyContract } from "./ingest-public-key.contract.ts";
import { customersContract } from "./ingest-customers.contract.ts";
import { findContactNotes } from "#customers/find-contact-notes.ts";
import type { NewFacts } from "#customers/facts/fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "#customers/facts/from-new-facts.ts";
import type { Store } from "#store/store.ts";
import { identify, order, viewed, wording } from "./ingest-items.ts";
import { type Answer, ingestWorld, NOON } from "./ingest-world.ts";

/** What the doors of the Segment protocol and the verbs behind them promise, on every database. */
export function ingestContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (settings: Parameters<typeof ingestWorld>[1] = {}) => ingestWorld(await makeStore(), settings);

  describe(`ingest on ${name}: facts`, () => {
    it("an order becomes an event, a purchase and its lines, in minor units", async () => {
      const { batch, rows } = await world();
      expect(await batch(order("m1", "O1"))).toMatchObject({ accepted: 1, duplicates: 0, rejected: [] });
      expect(await rows("select order_key, currency, total_minor, source, at from purchases")).toEqual([
        { order_key: "e-commerce:O1", currency: "EUR", total_minor: 3150, source: "e-commerce", at: NOON - 60_000 },
      ]);
      expect(
        await rows("select line_no, product_code, category, quantity_milli, amount_minor from purchase_lines"),
      ).toEqual([
        { line_no: 1, product_code: "P1", category: "garden", quantity_milli: 2000, amount_minor: 2590 },
        { line_no: 2, product_code: "P2", category: null, quantity_milli: 1000, amount_minor: 560 },
      ]);
      expect(await rows("select kind, name, received_at from events")).toEqual([
        { kind: "track", name: "Order Completed", received_at: NOON },
      ]);
    });

    it("an order that is reported twice under two messages is bought once", async () => {
      const { batch, count } = await world();
      await batch(order("m1", "O1"), order("m2", "O1", { products: [{ product_id: "P9", price: 1 }] }));
      await batch(order("m3", "O1", { products: ["P6", "P7", "P8"].map((product_id) => ({ product_id, price: 1 })) }));
      expect([await count("events"), await count("purchases"), await count("purchase_lines")]).toEqual([3, 1, 2]);
    });

    it("a returned order takes its lines back, a returned product only its own", async () => {
      const { batch, rows } = await world();
      const refund = (messageId: string, properties: Record<string, unknown>) => ({
        ...order(messageId, "O1"),
        event: "Order Refunded",
        properties: { order_id: "O1", currency: "EUR", ...properties },
      });
      await batch(order("m1", "O1"));
      await batch(refund("m2", { products: [{ product_id: "P1", price: 12.95, quantity: 1 }] }));
      await batch(refund("m3", { total: 31.5 }), refund("m4", { total: 31.5 }));
      expect(await rows("select order_key, total_minor from purchases order by order_key")).toEqual([
        { order_key: "e-commerce:O1", total_minor: 3150 },
        { order_key: "e-commerce:O1:refund", total_minor: -3150 },
        { order_key: "e-commerce:O1:refund:m2", total_minor: -1295 },
      ]);
      const lines = await rows(
        "select quantity_milli, amount_minor from purchase_lines where order_key like '%refund' order by line_no",
      );
      expect(lines).toEqual([
        { quantity_milli: -2000, amount_minor: -2590 },
        { quantity_milli: -1000, amount_minor: -560 },
      ]);
    });

    it("registrations, survey answers and demographic facts go to their tables", async () => {
      const { batch, rows } = await world();
      const track = (event: string, properties: object) => ({ type: "track", event, userId: "C1", properties });
      const answer = await batch(
        track("Product Registered", { sku: "P1", category: "garden", serial: "S-1", bought_on: "2026-02-28" }),
        track("Survey Answered", { survey: "s1", answers: { lawn: true, size: 120, tools: ["rake", "hoe"] } }),
        track("Survey Answered", { survey: "s2", question: "q", answer: "yes", category: "garden" }),
        track("Demographics Recorded", { facts: { household_size: 4 } }),
        identify("m9", { demographics: { household_size: 5 } }),
      );
      expect(answer.rejected).toEqual([]);
      expect(await rows("select product_code, category, serial, bought_on from registrations")).toEqual([
        { product_code: "P1", category: "garden", serial: "S-1", bought_on: "2026-02-28" },
      ]);
      expect(await rows("select survey, question, answer from survey_answers order by survey, question")).toEqual([
        { survey: "s1", question: "lawn", answer: "true" },
        { survey: "s1", question: "size", answer: "120" },
        { survey: "s1", question: "tools", answer: '["rake","hoe"]' },
        { survey: "s2", question: "q", answer: "yes" },
      ]);
      expect(await rows("select name, value, source from demographic_facts order by source")).toEqual([
        { name: "household_size", value: "4", source: "import" },
        { name: "household_size", value: "5", source: "web" },
      ]);
    });

    it("a call's note can be read with the key and stands nowhere in the clear", async () => {
      const { batch, deps, everything, rows } = await world();
      const note = "She moves to Kirkwall in May, canary-7431.";
      const call = { type: "track", event: "Call Logged", userId: "C1", messageId: "m1" };
      await batch({ ...call, properties: { note, disposition: "follow-up" } });
      const [customer] = await rows("select id from customers");
      const notes = await findContactNotes(deps, Number(customer?.["id"]));
      expect(notes).toMatchObject([{ note, disposition: "follow-up", source: "call-centre" }]);
      const stored = await rows("select hex(note) as hex from contact_notes");
      expect(JSON.stringify(stored)).not.toContain(Buffer.from("canary-7431").toString("hex").toUpperCase());
      expect(await everything()).not.toContain("canary-7431");
    });
  });

  describe(`ingest on ${name}: once and in any order`, () => {
    const items = [
      identify("m1", {
        email: "Ada@People.example",
        firstName: "Ada",
        consent: { purpose: "track", state: "granted", wording },
      }),
      viewed("m2", { userId: "C1" }),
      viewed("m3", { anonymousId: "a1" }),
      order("m4", "O1"),
      identify("m5", { lastName: "Lot" }, { anonymousId: "a1" }),
      { type: "page", userId: "C1", messageId: "m6", name: "Garden", category: "garden" },
      { type: "track", event: "Call Logged", userId: "C1", messageId: "m7", properties: { note: "n" } },
      { type: "group", userId: "C1", messageId: "m8", groupId: "g1", traits: { plan: "x" } },
    ];

    it("a batch that is sent again changes nothing", async () => {
      const { batch, everything, clock } = await world();
      expect(await batch(...items)).toMatchObject({ accepted: 8, duplicates: 0 });
      const before = await everything();
      clock.advance(90_000);
      expect(await batch(...items)).toMatchObject({ accepted: 0, duplicates: 8, rejected: [] });
      expect(await everything()).toBe(before);
    });

    it("a message that comes twice in one batch counts once", async () => {
      const { batch, count } = await world();
      expect(await batch(items[1], items[1], items[1])).toMatchObject({ accepted: 1, duplicates: 2 });
      expect(await count("events")).toBe(1);
    });

    it("an item without a messageId is the same item when it is sent again", async () => {
      const { batch } = await world();
      const { messageId: _, ...bare } = items[1] as Record<string, unknown>;
      expect(await batch(bare)).toMatchObject({ accepted: 1 });
      expect(await batch({ ...bare, sentAt: new Date(NOON).toISOString() })).toMatchObject({
        accepted: 0,
        duplicates: 1,
      });
    });

    it("two visits that state neither an id nor a time are two, and one that states when it was sent is one", async () => {
      const { send, clock } = await world();
      const visit = { type: "page", userId: "C1", name: "Spades" };
      expect(await send("/v1/page", visit)).toMatchObject({ accepted: 1 });
      clock.advance(1_000);
      expect(await send("/v1/page", visit)).toMatchObject({ accepted: 1, duplicates: 0 });
      const sent = { ...visit, sentAt: new Date(NOON).toISOString() };
      expect(await send("/v1/page", sent)).toMatchObject({ accepted: 1 });
      clock.advance(1_000);
      expect(await send("/v1/page", sent)).toMatchObject({ accepted: 0, duplicates: 1 });
      const later = { ...visit, sentAt: new Date(NOON + 2_000).toISOString() };
      expect(await send("/v1/page", later)).toMatchObject({ accepted: 1 });
    });

    it("takes no value that would differ from what was sent: names that stand twice, numbers that no double holds", async () => {
      const { post, rows } = await world();
      const item = (id: string, properties: string) =>
        `{"type":"track","userId":"C1","event":"Seen","messageId":"${id}","properties":${properties}}`;
      const items = [
        item("m0", '{"total":10,"total":9999}'),
        item("m1", '{"total":1e400}'),
        item("m2", '{"deep":[{"id":9007199254740993}]}'),
        item("m3", '{"total":9007199254740991,"price":0.1}'),
        item("m4", '{"a":{"b":1},"b":{"b":1,"\\u0062":2}}'),
      ];
      const answer = (await (await post("/v1/batch", `{"batch":[${items.join(",")}]}`)).json()) as Answer;
      expect(answer.accepted).toBe(1);
      expect(answer.rejected.map(({ index, faults }) => [index, faults.map(({ pointer }) => pointer)])).toEqual([
        [0, ["/batch/0/properties/total"]],
        [1, ["/batch/1/properties/total"]],
        [2, ["/batch/2/properties/deep/0/id"]],
        [4, ["/batch/4/properties/b/b"]],
      ]);
      expect(await rows("select message_id from events")).toEqual([{ message_id: "m3" }]);
      const single = await post("/v1/track", items[0] ?? "");
      expect(await single.json()).toMatchObject({ rejected: [{ faults: [{ pointer: "/properties/total" }] }] });
      const twoLists = await post("/v1/batch", `{"batch":[${items[3]}],"batch":[]}`);
      expect(twoLists.status).toBe(422);
      expect(await twoLists.json()).toMatchObject({ errors: [{ pointer: "/batch" }] });
    });

    it("says of an erased customer's items that they are hers, and not that they were known", async () => {
      const { batch, deps, rows } = await world();
      await batch(identify("m1", { firstName: "Ada" }));
      await deps.store.write([{ sql: "update customers set erased_at = 1 where code = 'C1'", params: [] }]);
      const answer = await batch(viewed("m2", { userId: "C1" }), viewed("m3", { userId: "C2" }));
      expect(answer).toMatchObject({ accepted: 1, duplicates: 0, erased: 1 });
      expect(await rows("select message_id from events where message_id = 'm2'")).toEqual([]);
    });

    it("whatever order items come in, alone or together, the customer is the same in the end", async () => {
      const summary = async (sequence: readonly unknown[], isTogether: boolean) => {
        const { batch, rows } = await world();
        if (isTogether) await batch(...sequence);
        else for (const item of sequence) await batch(item);
        const [profile] = await rows(
          "select id, code, first_name, last_name, email, is_tracked from customers where merged_into is null",
        );
        const counts: unknown[] = [];
        for (const table of ["events", "purchase_lines", "contact_notes", "consents", "identities"]) {
          counts.push(
            (await rows(`select count(*) as n from ${table} where customer_id = ?`, profile?.["id"] ?? 0))[0]?.["n"],
          );
        }
        return JSON.stringify([{ ...profile, id: 0 }, counts]);
      };
      const expected = await summary(items, true);
      expect(expected).toContain('"first_name":"Ada","last_name":"Lot","email":"ada@people.example","is_tracked":1');
      expect(expected).toContain("[8,2,1,1,1]");
      for (let shift = 0; shift < items.length; shift += 3) {
        const rotated = [...items.slice(shift), ...items.slice(0, shift)];
        expect(await summary(rotated.toReversed(), false)).toBe(expected);
        expect(await summary(rotated, true)).toBe(expected);
      }
    });

    it("an older statement that comes late fills gaps and overwrites nothing newer", async () => {
      const { batch, rows } = await world();
      await batch(identify("m1", { firstName: "New", locale: "fr" }));
      const late = { timestamp: new Date(NOON - 3_600_000).toISOString() };
      await batch(identify("m2", { firstName: "Old", lastName: "Gap", locale: "de" }, late));
      expect(await rows("select first_name, last_name, locale from customers")).toEqual([
        { first_name: "New", last_name: "Gap", locale: "fr" },
      ]);
    });

    it("two statements about one customer in one batch both count, the newer one first", async () => {
      const { batch, rows } = await world();
      const earlier = { timestamp: new Date(NOON - 90_000).toISOString() };
      await batch(identify("m1", { firstName: "New" }), identify("m2", { firstName: "Old", lastName: "Lot" }, earlier));
      expect(await rows("select first_name, last_name from customers")).toEqual([
        { first_name: "New", last_name: "Lot" },
      ]);
    });
  });

  describe(`ingest on ${name}: time`, () => {
    const atOf = async (item: Record<string, unknown>, sentAt?: string) => {
      const { send, rows } = await world();
      const answer = await send("/v1/batch", { batch: [{ ...viewed("m1", { userId: "C1" }), ...item }], sentAt });
      return { answer, at: (await rows("select at from events"))[0]?.["at"] };
    };

    it("a past time stays as it was said", async () => {
      expect((await atOf({ timestamp: "1999-12-31T23:59:59.5Z" })).at).toBe(Date.UTC(1999, 11, 31, 23, 59, 59, 500));
    });

    it("a sender's wrong clock is set right by when it says that it sent", async () => {
      const ahead = await atOf({ timestamp: "2031-01-01T10:00:00Z" }, "2031-01-01T10:00:05Z");
      expect([ahead.at, ahead.answer.clamped]).toEqual([NOON - 5_000, []]);
    });

    it("a few seconds between sending and arrival are the network's and move nothing", async () => {
      const near = await atOf({ timestamp: "2026-11-22T11:59:00Z" }, "2026-11-22T11:59:57Z");
      expect(near.at).toBe(Date.UTC(2026, 10, 22, 11, 59));
    });

    it("what lies more than an hour ahead counts as of its arrival, and the answer says so", async () => {
      const far = await atOf({ timestamp: "2027-01-01T00:00:00Z" });
      expect([far.at, far.answer.clamped]).toEqual([NOON, [0]]);
      const near = await atOf({ timestamp: new Date(NOON + 3_599_000).toISOString() });
      expect([near.at, near.answer.clamped]).toEqual([NOON + 3_599_000, []]);
    });

    it("a time without a zone is UTC wherever the server stands, and no time at all is a fault", async () => {
      expect((await atOf({ timestamp: "2026-11-22T10:00:00" })).at).toBe(Date.UTC(2026, 10, 22, 10));
      for (const timestamp of ["yesterday", "2026-13-01", "", {}, "1969-01-01T00:00:00Z", true, 1e300]) {
        const { answer } = await atOf({ timestamp });
        expect(answer.rejected).toMatchObject([{ index: 0, faults: [{ pointer: "/batch/0/timestamp" }] }]);
      }
    });
  });

  describe(`ingest on ${name}: bad items`, () => {
    it("one bad item never fails its batch: it is named by pointers and kept sealed, the rest is in", async () => {
      const { batch, count, rows } = await world();
      const canary = "canary-9b1f@people.example";
      const bad = [
        {
          type: "track",
          userId: "C1",
          event: "Order Completed",
          properties: { currency: canary, products: [{ price: canary }] },
        },
        { type: "wish", userId: "C1" },
        identify("m7", { email: `not ${canary}`, zone: canary, phone: canary }),
        null,
        { type: "track", event: canary },
      ];
      const answer = await batch(viewed("m1", { userId: "C1" }), ...bad, viewed("m2", { userId: "C2" }));
      expect(answer).toMatchObject({ accepted: 2, duplicates: 0 });
      expect(answer.rejected.map(({ index, faults }) => [index, ...faults.map(({ pointer }) => pointer)])).toEqual([
        [1, "/batch/1/properties/order_id", "/batch/1/properties/currency"],
        [2, "/batch/2/type"],
        [3, "/batch/3/traits/email", "/batch/3/traits/zone", "/batch/3/traits/phone"],
        [4, "/batch/4"],
        [5, "/batch/5/userId"],
      ]);
      expect(JSON.stringify(answer)).not.toContain("canary");
      expect([await count("rejected_items"), await count("customers")]).toEqual([5, 2]);
      const kept = JSON.stringify(await rows("select faults, hex(item) as hex, source from rejected_items"));
      expect(kept).not.toContain("canary");
      expect(kept).not.toContain(Buffer.from("canary").toString("hex").toUpperCase());
    });

    it("a single call with a bad item is taken, and its pointers begin at the item", async () => {
      const { send } = await world();
      const answer = await send("/v1/track", { userId: "C1", properties: [] });
      expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: 0, faults: [{ pointer: "/event" }] }] });
    });

    it("an item that only the database refuses stands alone in the end, and the others are in", async () => {
      const poison = {
        projectors: [
          (facts: NewFacts) => {
            const rows = facts.facts
              .filter((fact) => fact.name === "Poison")
              .map((fact) => [fact.messageId, fact.customer]);
            return [
              {
                sql: `insert into affinities (customer_id, category, scaled) select ${CUSTOMER_ID}, null, 1 ${fromNewFacts(facts.by)}`,
                params: [JSON.stringify(rows)],
              },
            ];
          },
        ],
      };
      const { batch, count } = await world(poison);
      const good = Array.from({ length: 6 }, (_, index) => viewed(`m${index}`, { userId: `C${index}` }));
      const answer = await batch(
        ...good.slice(0, 4),
        { type: "track", event: "Poison", userId: "C1" },
        ...good.slice(4),
      );
      expect(answer).toMatchObject({ accepted: 6, duplicates: 0, rejected: [{ index: 4 }] });
      expect([await count("events"), await count("rejected_items")]).toEqual([6, 1]);
    });

    it("an id from outside can never be one of our own, nor an anonymous one a customer's code", async () => {
      const { batch } = await world();
      const answer = await batch(viewed("~click:1", { userId: "C1" }), viewed("m2", { userId: "anon:a1" }));
      expect(answer.rejected.map(({ faults }) => faults[0]?.pointer)).toEqual([
        "/batch/0/messageId",
        "/batch/1/userId",
      ]);
    });
  });

  customersContract(name, makeStore);
  publicKeyContract(name, makeStore);
}
