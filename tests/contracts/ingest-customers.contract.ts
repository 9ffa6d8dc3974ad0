import { describe, expect, it } from "vitest";
import { declareAttribute, MAX_ATTRIBUTES } from "#customers/declare-attribute.ts";
import { getCustomer } from "#customers/find-customer.ts";
import { seenBy } from "#customers/seen-by.ts";
import { recordEvents } from "#customers/record-events.ts";
import type { NewFacts } from "#customers/facts/fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "#customers/facts/from-new-facts.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { unseal } from "#customers/seal.ts";
import type { Store } from "#store/store.ts";
import { identify, order, viewed, wording } from "./ingest-items.ts";
import { ingestWorld, NOON } from "./ingest-world.ts";

/** Who a customer is, what she agreed to and what is declared about her: the same on every database. */
export function customersContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (settings: Parameters<typeof ingestWorld>[1] = {}) => ingestWorld(await makeStore(), settings);

  describe(`ingest on ${name}: who it is`, () => {
    it("a visitor's facts become the customer's when she says who she is, those to come too", async () => {
      const { batch, rows, count } = await world();
      await batch(viewed("m1", { anonymousId: "a1" }), {
        ...identify("m0", { firstName: "Ada" }),
        userId: null,
        anonymousId: "a1",
      });
      await batch(identify("m2", { lastName: "Lot" }, { anonymousId: "a1" }));
      await batch(viewed("m3", { anonymousId: "a1" }));
      const [customer] = await rows("select id, first_name, last_name from customers where code = 'C1'");
      expect(customer).toMatchObject({ first_name: "Ada", last_name: "Lot" });
      const [events] = await rows("select count(*) as n from events where customer_id = ?", customer?.["id"] ?? 0);
      expect([events?.["n"], await count("customers")]).toEqual([4, 2]);
    });

    it("a visitor who became one customer does not become another", async () => {
      const { batch, rows } = await world();
      await batch(identify("m1", {}, { anonymousId: "a1" }));
      await batch({ ...identify("m2", {}, { anonymousId: "a1" }), userId: "C2" }, viewed("m3", { anonymousId: "a1" }));
      const owner = await rows(
        "select code from events join customers on customers.id = customer_id where message_id = 'm3'",
      );
      expect(owner).toEqual([{ code: "C1" }]);
    });

    it("alias makes an anonymous id a customer, but a write key can't merge two known customers", async () => {
      const { batch, rows } = await world();
      await batch(viewed("m1", { anonymousId: "a1" }), viewed("m2", { userId: "C2" }));
      await batch({ type: "alias", previousId: "a1", userId: "C1", messageId: "m3" });
      await batch({ type: "alias", previousId: "C2", userId: "C1", messageId: "m4" });
      const owners = await rows(
        "select message_id, code from events join customers on customers.id = customer_id order by message_id",
      );
      expect(owners.map((row) => [row["message_id"], row["code"]])).toEqual([
        ["m1", "C1"],
        ["m2", "C2"],
        ["m3", "C1"],
        ["m4", "C1"],
      ]);
    });

    it("a card's number becomes nobody's code and stands in no note, whatever door it comes by and however it is written", async () => {
      const { batch, call, rows, deps } = await world();
      const card = "4111-1111-1111-1111";
      const wide = card.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      const answer = await batch(
        { ...identify("m1", {}), userId: card },
        { ...identify("m2", {}), userId: wide },
        viewed("m3", { anonymousId: "4111111111111111" }),
        { type: "alias", previousId: "4111111111111111", userId: "C1", messageId: "m4" },
        viewed("m5", { anonymousId: "1732281234567" }),
      );
      expect([answer.accepted, answer.rejected.map(({ index }) => index)]).toEqual([1, [0, 1, 2, 3]]);
      expect(JSON.stringify(answer)).not.toContain("1111");
      const logged = { type: "track", event: "Call Logged", messageId: "m6", userId: "C1" };
      await batch({ ...logged, properties: { note: `She read ${wide} to me.` } });
      const path = `/v1/customers/${encodeURIComponent(card)}`;
      expect((await call("PUT", path, { firstName: "Ada" })).status).toBe(400);
      const note = { noteId: "n1", note: `Card ${card}`, category: "garden" };
      expect((await call("POST", "/v1/customers/C1/notes", note)).status).toBe(200);
      expect((await call("POST", "/v1/customers/C1/notes", { ...note, noteId: "n2", category: card })).status).toBe(
        422,
      );
      const notes = await rows("select fact_key, note from contact_notes order by id");
      const words = notes.map((row) =>
        unseal(
          deps.secret,
          { table: "contact_notes", key: String(row["fact_key"]), column: "note" },
          bytesOf(row["note"]),
        ),
      );
      expect(words).toEqual(["She read ••••-••••-••••-1111 to me.", "Card ••••-••••-••••-1111"]);
      const [refused] = await rows("select received_at, item from rejected_items");
      const place = { table: "rejected_items", key: String(refused?.["received_at"]), column: "item" };
      expect(unseal(deps.secret, place, bytesOf(refused?.["item"]))).toContain("••••-••••-••••-1111");
      const clear = [await rows("select code from customers"), await rows("select * from events")];
      expect(JSON.stringify(clear)).not.toMatch(/4111|1111-1111/);
      expect(JSON.stringify(await rows("select * from audit_log"))).not.toContain("1111");
    });

    it("two customers of one household may share an address, and neither becomes the other", async () => {
      const { batch, rows } = await world();
      const email = "home@people.example";
      await batch(identify("m1", { email }), { ...identify("m2", { email: email.toUpperCase() }), userId: "C2" });
      expect(await rows("select code, email from customers order by code")).toEqual([
        { code: "C1", email },
        { code: "C2", email },
      ]);
      expect(await rows("select kind, value from identities")).toEqual([{ kind: "email", value: email }]);
    });

    it("merging keeps every fact, fills the survivor's gaps, and the old code leads to her", async () => {
      const { batch, call, rows, deps } = await world();
      const input = { name: "tier", type: "string", label: "", visibleTo: ["operator"] } as const;
      await declareAttribute({ deps, actor: { kind: "system", id: "t" }, input });
      const grant = { purpose: "track", state: "granted", wording };
      await batch(
        order("m1", "O1"),
        identify("m2", { firstName: "Ada", phone: "020 7946 0018", tier: "gold", consent: grant }),
      );
      await batch({ ...identify("m3", { firstName: "A.", email: "ada@people.example" }), userId: "C2" });
      const merge = () => call("POST", "/v1/customers/C2/merge", { from: "C1" });
      const merged = await merge();
      expect(merged.body).toMatchObject({
        code: "C2",
        firstName: "A.",
        phone: "+442079460018",
        email: "ada@people.example",
      });
      expect(merged.body).toMatchObject({ isTracked: true, attributes: { tier: "gold" } });
      expect((await call("GET", "/v1/customers/C1")).body).toEqual(merged.body);
      expect((await merge()).body).toEqual(merged.body);
      await batch(viewed("m4", { userId: "C1" }));
      const [owned] = await rows(
        "select count(*) as n from events join customers on customers.id = customer_id where code = 'C2'",
      );
      expect(owned?.["n"]).toBe(4);
      expect(await rows("select email, phone, is_tracked from customers where code = 'C1'")).toEqual([
        { email: null, phone: null, is_tracked: 0 },
      ]);
      expect(await rows("select action, detail from audit_log where action = 'merge-customers'")).toEqual([
        { action: "merge-customers", detail: '{"from":"C1"}' },
      ]);
    });

    it("a chain of merges ends at the last survivor, and a ring stays what it was", async () => {
      const { batch, call, rows } = await world();
      await batch(viewed("m1", { userId: "A" }), viewed("m2", { userId: "B" }), viewed("m3", { userId: "C" }));
      await call("POST", "/v1/customers/B/merge", { from: "A" });
      await call("POST", "/v1/customers/C/merge", { from: "B" });
      expect((await call("POST", "/v1/customers/A/merge", { from: "C" })).body).toMatchObject({ code: "C" });
      expect((await call("GET", "/v1/customers/A")).body).toMatchObject({ code: "C" });
      expect(await rows("select distinct code from events join customers on customers.id = customer_id")).toEqual([
        { code: "C" },
      ]);
    });

    it("an erased customer's facts are not collected again", async () => {
      const { batch, count, deps } = await world();
      await batch(viewed("m1", { userId: "C1" }));
      await deps.store.write([{ sql: "update customers set erased_at = 1", params: [] }]);
      expect(await batch(viewed("m2", { userId: "C1" }), order("m3", "O1"))).toMatchObject({ accepted: 0 });
      expect([await count("events"), await count("purchases"), await count("purchase_lines")]).toEqual([1, 0, 0]);
    });
  });

  describe(`ingest on ${name}: consent`, () => {
    const tracked = async (...consents: unknown[]) => {
      const { batch, rows } = await world();
      const items = consents.map((consent, index) => identify(`m${index}`, { consent }));
      const answer = await batch(...items);
      return { answer, isTracked: (await rows("select is_tracked from customers"))[0]?.["is_tracked"] };
    };

    it("nothing but an explicit grant with its wording is one", async () => {
      const { batch, count, rows } = await world();
      const traits = { marketing_consent: true, optIn: "yes", subscribed: 1, is_tracked: true };
      expect((await batch(identify("m1", traits))).undeclaredTraits).toBe(4);
      const refused = [
        true,
        "granted",
        { purpose: "track", state: "granted" },
        { purpose: "track", state: "granted", wording: " " },
      ];
      for (const consent of refused) {
        expect((await batch(identify("m2", { consent }))).rejected).toHaveLength(1);
      }
      expect([await count("consents"), (await rows("select is_tracked from customers"))[0]?.["is_tracked"]]).toEqual([
        0, 0,
      ]);
    });

    it("is one thing for being tracked and another for each channel and topic", async () => {
      const { batch, rows } = await world();
      const consent = [
        { purpose: "receive", channel: "email", topic: "garden", state: "granted", wording },
        { purpose: "receive", channel: "sms", state: "withdrawn" },
      ];
      await batch(identify("m1", { consent }));
      expect(await rows("select purpose, channel, topic, is_granted from consent_states order by channel")).toEqual([
        { purpose: "receive", channel: "email", topic: "garden", is_granted: 1 },
        { purpose: "receive", channel: "sms", topic: "", is_granted: 0 },
      ]);
      expect(await rows("select is_tracked from customers")).toEqual([{ is_tracked: 0 }]);
      expect(await rows("select wording, proof from consents where channel = 'email'")).toEqual([
        { wording, proof: '{"messageId":"m1"}' },
      ]);
    });

    it("follows the customer's latest act, whatever arrives last", async () => {
      const grant = { purpose: "track", state: "granted", wording };
      expect((await tracked(grant)).isTracked).toBe(1);
      expect((await tracked(grant, { purpose: "track", state: "withdrawn" })).isTracked).toBe(0);
      const { call, batch, rows } = await world();
      await batch(viewed("m1", { userId: "C1" }));
      await call("POST", "/v1/customers/C1/consents", { purpose: "track", state: "withdrawn", at: NOON - 1_000 });
      await call("POST", "/v1/customers/C1/consents", { ...grant, at: NOON - 2_000 });
      expect(await rows("select is_tracked from customers")).toEqual([{ is_tracked: 0 }]);
      const listed = await call("GET", "/v1/customers/C1/consents");
      expect(listed.body).toMatchObject({ items: [{ state: "withdrawn" }, { state: "granted", wording }] });
    });

    it("that is sent in lifts no suppression", async () => {
      const { batch, call, deps, rows } = await world();
      const email = "ada@people.example";
      await call("POST", "/v1/suppressions", {
        channel: "email",
        address: "Ada@People.example",
        reason: "unsubscribed",
      });
      await batch(
        identify("m1", { email, consent: { purpose: "receive", channel: "email", state: "granted", wording } }),
      );
      expect(await rows("select address_hash, reason from suppressions")).toEqual([
        { address_hash: hashAddress(deps.secret, "email", email), reason: "unsubscribed" },
      ]);
      const ask = { channel: "email", address: email };
      expect((await call("POST", "/v1/suppressions/find", ask)).body).toMatchObject({ reason: "unsubscribed" });
      expect((await call("POST", "/v1/suppressions/lift", ask)).status).toBe(409);
    });

    it.each(["unknown_recipient", "undeliverable", "stop", "complaint", "erased", "unsubscribed"])(
      "of reason %s is not the vendor's to lift; what it suppressed by hand is",
      async (reason) => {
        const { call, rows, deps } = await world();
        const ask = { channel: "sms", address: "+12025550123" };
        await call("POST", "/v1/suppressions", ask);
        await deps.store.write([{ sql: "update suppressions set reason = ?", params: [reason] }]);
        expect((await call("POST", "/v1/suppressions/lift", ask)).status).toBe(409);
        await deps.store.write([{ sql: "update suppressions set reason = 'manual'", params: [] }]);
        expect((await call("POST", "/v1/suppressions/lift", ask)).status).toBe(200);
        expect(await rows("select reason from suppressions")).toEqual([]);
      },
    );
  });

  describe(`facts on ${name} that somebody records`, () => {
    it("are told in the audit log with who recorded them, once, and without a value", async () => {
      const { call, send, rows } = await world();
      await send("/v1/identify", { userId: "C1", traits: { firstName: "Ada" } });
      const line = { productCode: "SPADE", amountMinor: 2_450 };
      const order = { orderId: "O1", currency: "EUR", lines: [line] };
      const consent = { purpose: "track", state: "granted", wording };
      const facts = { facts: [{ name: "household_size", value: "4711" }], at: NOON };
      expect((await call("POST", "/v1/customers/C1/consents", consent)).status).toBe(200);
      for (const path of ["purchases", "demographics", "purchases", "demographics"]) {
        const fact = path === "purchases" ? order : facts;
        expect((await call("POST", `/v1/customers/C1/${path}`, fact)).status).toBe(200);
      }
      expect((await call("POST", "/v1/customers/nobody/purchases", order)).status).toBe(404);
      const told = await rows(
        "select actor_kind, action, subject_id, detail from audit_log where subject_kind = 'customer' order by action",
      );
      const row = (action: string) => ({ actor_kind: "key", action, subject_id: "C1", detail: "{}" });
      expect(told).toEqual([row("record-consent"), row("record-demographics"), row("record-purchase")]);
    });
  });

  describe(`ingest on ${name}: attributes`, () => {
    const actor = { kind: "system", id: "test" } as const;
    const common = { label: "", visibleTo: ["operator"] } as const;

    it("are typed columns that take only what was declared", async () => {
      const { batch, call, deps, rows } = await world();
      const declare = (name: string, type: "string" | "int" | "double" | "bool" | "date", allowed?: string[]) =>
        declareAttribute({
          deps,
          actor,
          input: { name, type, ...common, ...(allowed === undefined ? {} : { allowed }) },
        });
      await declare("tier", "string", ["gold", "silver"]);
      await declare("visits", "int");
      await declare("score", "double");
      await declare("owner", "bool");
      await declare("since", "date");
      const good = { tier: "gold", visits: 3, score: 0.5, owner: false, since: "2026-02-28" };
      expect((await batch(identify("m1", good))).rejected).toEqual([]);
      const bad = { tier: "bronze", visits: 1.5, score: "x", owner: 1, since: "2026-02-30" };
      const [refused] = (await batch(identify("m2", bad))).rejected;
      expect(refused?.faults.map(({ pointer }) => pointer)).toEqual(
        Object.keys(bad).map((attribute) => `/batch/0/traits/${attribute}`),
      );
      expect(await rows("select a_tier, a_visits, a_score, a_owner, a_since from customer_attributes")).toEqual([
        { a_tier: "gold", a_visits: 3, a_score: 0.5, a_owner: 0, a_since: "2026-02-28" },
      ]);
      expect((await call("GET", "/v1/customers/C1")).body).toMatchObject({ attributes: good });
      expect(await call("PUT", "/v1/customers/C1", { attributes: { tier: null, visits: 4 } })).toMatchObject({
        status: 200,
        body: { attributes: { visits: 4, owner: false } },
      });
    });

    it("are read by those for whom they were declared: what operators may not see is in no answer to them", async () => {
      const { call, deps, send } = await world();
      for (const [attribute, visibleTo] of [
        ["tier", ["operator"]],
        ["hint", ["agent"]],
        ["own", []],
      ] as const) {
        const input = { name: attribute, type: "string", label: attribute, visibleTo } as const;
        await declareAttribute({ deps, actor, input });
      }
      const attributes = { tier: "gold", hint: "canary-1", own: "canary-2" };
      const put = await call("PUT", "/v1/customers/C1", { attributes });
      const read = await call("GET", "/v1/customers/C1");
      const list = await call("GET", "/v1/customers?limit=10");
      await send("/v1/identify", { userId: "C2", traits: { firstName: "Ben" } });
      const merged = await call("POST", "/v1/customers/C1/merge", { from: "C2" });
      for (const answer of [put, read, list, merged]) {
        expect(answer.status).toBe(200);
        expect(JSON.stringify(answer.body)).toContain('"attributes":{"tier":"gold"}');
        expect(JSON.stringify(answer.body)).not.toContain("canary");
      }
      const seesAll = seenBy({ kind: "key", id: "k", scopes: ["customers:read", "export:personal"] });
      expect(await getCustomer(deps.store, "C1", seesAll)).toMatchObject({ ok: true, value: { attributes } });
      const seesAsOperator = seenBy({ kind: "operator", id: "op_1", scopes: ["customers:read", "export:personal"] });
      const shown = await getCustomer(deps.store, "C1", seesAsOperator);
      expect(shown).toMatchObject({ ok: true, value: { attributes: { tier: "gold" } } });
      expect(JSON.stringify(shown)).not.toContain("canary");
    });

    it("never change their type, and one name is declared once however many try at once", async () => {
      const { deps, count } = await world();
      const declare = (type: "int" | "string") =>
        declareAttribute({ deps, actor, input: { name: "tier", type, ...common } });
      const tries = await Promise.all([declare("int"), declare("int"), declare("int")]);
      expect(tries.every(({ ok }) => ok)).toBe(true);
      expect(await declare("string")).toMatchObject({ ok: false, error: { code: "conflict" } });
      expect(await count("attribute_definitions")).toBe(1);
    });

    it("are at most 98, and the refusal says why", async () => {
      const { deps, count } = await world();
      const declare = (index: number) =>
        declareAttribute({ deps, actor, input: { name: `x${index}`, type: "int", ...common } });
      for (let index = 0; index < MAX_ATTRIBUTES; index += 1) expect((await declare(index)).ok).toBe(true);
      const beyond = await declare(MAX_ATTRIBUTES);
      expect(!beyond.ok && beyond.error.detail).toContain("D1 takes 100 columns");
      expect(await count("attribute_definitions")).toBe(MAX_ATTRIBUTES);
    });

    it("have names that are no SQL, and not those of the profile", async () => {
      const { deps } = await world();
      for (const name of ["", "a b", "x; drop table customers", "1a", "A", "email", "consent", "é", "x".repeat(41)]) {
        const declared = await declareAttribute({ deps, actor, input: { name, type: "int", ...common } });
        expect(!declared.ok && declared.error.faults?.[0]?.pointer).toBe("/name");
      }
    });
  });

  describe(`ingest on ${name}: what other rooms build on`, () => {
    const tally = {
      projectors: [
        (facts: NewFacts) => [
          {
            sql: `insert into affinities (customer_id, category, scaled)
              select ${CUSTOMER_ID}, 'all', count(*) ${fromNewFacts(facts.by)} group by 1
              on conflict (customer_id, category) do update set scaled = scaled + excluded.scaled`,
            params: [JSON.stringify(facts.facts.map((fact) => [fact.messageId, fact.customer]))],
          },
        ],
      ],
    };

    it("a projection sees each new fact once, under the customer whose it is now", async () => {
      const { batch, rows } = await world(tally);
      const items = [
        viewed("m1", { anonymousId: "a1" }),
        identify("m2", {}, { anonymousId: "a1" }),
        viewed("m3", { userId: "C1" }),
      ];
      await batch(...items);
      await batch(...items, viewed("m4", { anonymousId: "a1" }));
      expect(await rows("select code, scaled from affinities join customers on customers.id = customer_id")).toEqual([
        { code: "C1", scaled: 4 },
      ]);
    });

    it("an event of a merged customer is her survivor's, an unknown customer's is nobody's, and each counts once", async () => {
      const { batch, call, deps, rows } = await world(tally);
      await batch(viewed("m1", { userId: "C1" }), viewed("m2", { userId: "C2" }));
      await call("POST", "/v1/customers/C2/merge", { from: "C1" });
      const [old] = await rows("select id from customers where code = 'C1'");
      const event = {
        messageId: "click:1",
        kind: "click",
        name: "Link Clicked",
        category: "garden",
        at: NOON,
        source: "email",
      } as const;
      const both = [
        { ...event, customerId: Number(old?.["id"]) },
        { ...event, messageId: "click:2", customerId: 999 },
      ];
      expect(await recordEvents(deps, both)).toEqual({ recorded: 1 });
      expect(await recordEvents(deps, both)).toEqual({ recorded: 0 });
      expect(
        await rows(
          "select code, kind, category from events join customers on customers.id = customer_id where kind = 'click'",
        ),
      ).toEqual([{ code: "C2", kind: "click", category: "garden" }]);
    });

    it("facts told to the REST API are the same facts: once, with their events", async () => {
      const { batch, call, count } = await world(tally);
      await batch(viewed("m1", { userId: "C1" }));
      const facts: Array<readonly [string, unknown]> = [
        ["purchases", { orderId: "O1", currency: "GBP", lines: [{ productCode: "P1", amountMinor: 500 }] }],
        ["registrations", { registrationId: "R1", productCode: "P1" }],
        ["survey-answers", { responseId: "1", survey: "s", answers: [{ question: "q", answer: "a" }] }],
        ["notes", { noteId: "1", note: "She called." }],
        ["demographics", { at: 1, facts: [{ name: "household_size", value: "4" }] }],
      ];
      for (const isNew of [true, false]) {
        for (const [path, body] of facts) {
          expect(await call("POST", `/v1/customers/C1/${path}`, body)).toEqual({ status: 200, body: { isNew } });
        }
      }
      expect(await count("events")).toBe(1 + facts.length);
      expect((await call("POST", "/v1/customers/nobody/notes", { noteId: "1", note: "x" })).status).toBe(404);
    });

    it("customers are created, changed and listed by the REST API, and what is absent stays", async () => {
      const { call, rows } = await world();
      for (const code of ["C1", "C2", "C3"])
        await call("PUT", `/v1/customers/${code}`, { email: `${code}@people.example`, firstName: "A" });
      const changed = await call("PUT", "/v1/customers/C1", { lastName: "Lot", zone: "Europe/London", email: null });
      expect(changed.body).toMatchObject({ firstName: "A", lastName: "Lot", email: null, zone: "Europe/London" });
      const first = await call("GET", "/v1/customers?limit=2");
      const rest = await call("GET", `/v1/customers?limit=2&cursor=${String(first.body["nextCursor"])}`);
      const codes = [first, rest].flatMap(({ body }) =>
        (body["items"] as Array<{ code: string }>).map(({ code }) => code),
      );
      expect([codes, rest.body["nextCursor"]]).toEqual([["C1", "C2", "C3"], undefined]);
      expect(await rows("select value from identities order by value")).toEqual([
        { value: "c2@people.example" },
        { value: "c3@people.example" },
      ]);
      const refused = await call("PUT", "/v1/customers/C1", { email: "canary", isTracked: true, zone: "Mars/Olympus" });
      expect(refused.status).toBe(422);
      expect(JSON.stringify(refused.body)).not.toContain("canary");
    });
  });
}
