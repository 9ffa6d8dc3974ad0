import { describe, expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { DAY_MS, HOUR_MS, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { countRule } from "#segments/count-rule.ts";
import { deleteSegment } from "#segments/delete-segment.ts";
import { explainMembership } from "#segments/explain-membership.ts";
import { listChanges } from "#segments/list-changes.ts";
import { listMembers } from "#segments/list-members.ts";
import { mergeSegments } from "#segments/merge-segments.ts";
import { putSegment } from "#segments/put-segment.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import { findSegment } from "#segments/segment.ts";
import type { Store } from "#store/store.ts";

const actor = { kind: "key", id: "key_1" } as const;
const startAt = Date.UTC(2026, 10, 22, 9);

type Types = Readonly<Record<string, "string" | "int" | "double" | "bool" | "date">>;

async function segmentWorld(makeStore: () => Promise<Store>, types: Types = { city: "string", age: "int" }) {
  const store = await makeStore();
  const clock = manualClock(startAt);
  const deps = {
    store,
    clock,
    ids: idsFrom(clock, (size) => new Uint8Array(size)),
    secret: secretFrom(new Uint8Array(32)),
    defaultCountry: "GB",
    projectors: [],
    mergers: [mergeSegments],
  };
  for (const [name, type] of Object.entries(types)) {
    await declareAttribute({ deps, actor, input: { name, type, label: name, visibleTo: ["operator"] } });
  }
  let orders = 0;
  const find = async (code: string) => {
    const segment = await findSegment(store, code);
    if (segment === undefined) throw new Error(`There is no segment ${code}.`);
    return segment;
  };
  return {
    store,
    clock,
    deps,
    put: (code: string, when: string) => putSegment({ deps, actor, input: { code, segment: { title: code, when } } }),
    remove: (code: string) => deleteSegment({ deps: { ...deps, usersAbove: async () => [] }, actor, input: { code } }),
    customer: (code: string, attributes: Record<string, string | number | boolean | null> = {}, zone = "UTC") =>
      putCustomer({ deps, actor, code, input: { attributes, zone } }),
    buy: (code: string, category: string, at = clock.now()) => {
      orders += 1;
      return recordPurchase({
        deps,
        code,
        input: {
          at,
          orderId: `o${orders}`,
          currency: "GBP",
          lines: [{ productCode: "P1", category, quantityMilli: 1_000, amountMinor: 900 }],
        },
      });
    },
    merge: (from: string, into: string) => mergeCustomers({ deps, actor, input: { from, into } }),
    refresh: () => refreshSegments(deps),
    members: async (code: string) => {
      const { id, memberCount } = await find(code);
      const { items } = await listMembers(store, id, { limit: 1_000 });
      expect(memberCount).toBe(items.length);
      return items.map(({ customer }) => customer);
    },
    changes: async () => {
      const { items } = await listChanges(store, { limit: 1_000 });
      return items.map(({ segment, customer, change, cause }) => `${segment}: ${customer} ${change} by ${cause}`);
    },
  };
}

/** What segments promise on every database. */
export function segmentsContract(name: string, makeStore: () => Promise<Store>): void {
  const world = (types?: Types) => segmentWorld(makeStore, types);

  describe(`segments on ${name}`, () => {
    it("a saved rule finds its members, and each of them is told of once", async () => {
      const { put, customer, refresh, members, changes } = await world();
      await customer("ada", { city: "Leeds" });
      await customer("bea", { city: "York" });
      expect((await put("leeds", `customer.city == "Leeds"`)).ok).toBe(true);
      await refresh();
      await refresh();
      expect(await members("leeds")).toEqual(["ada"]);
      expect(await changes()).toEqual(["leeds: ada entered by rule"]);
    });

    it("whoever changes enters or leaves with the next turn, and nobody else is asked", async () => {
      const { put, customer, refresh, members, changes } = await world();
      await put("leeds", `customer.city == "Leeds"`);
      await customer("ada", { city: "Leeds" });
      await customer("bea", { city: "York" });
      await refresh();
      await customer("bea", { city: "Leeds" });
      await customer("ada", { city: null });
      expect((await refresh()).asked).toBe(2);
      expect(await members("leeds")).toEqual(["bea"]);
      expect((await changes()).slice(-2)).toEqual(["leeds: bea entered by fact", "leeds: ada left by fact"]);
      expect((await refresh()).asked).toBe(0);
    });

    it("a purchase brings its buyer in, and the window that closes behind it takes her out within the hour", async () => {
      const { put, customer, buy, clock, refresh, members, changes } = await world();
      await put("gardeners", `did("purchase", {category: "garden"}, 30) >= 1`);
      await customer("ada");
      await refresh();
      await buy("ada", "garden");
      await refresh();
      expect(await members("gardeners")).toEqual(["ada"]);
      clock.advance(30 * DAY_MS);
      await refresh();
      expect(await members("gardeners")).toEqual(["ada"]);
      clock.advance(HOUR_MS);
      await refresh();
      expect(await members("gardeners")).toEqual([]);
      expect((await changes()).slice(-2)).toEqual(["gardeners: ada entered by fact", "gardeners: ada left by time"]);
    });

    it("a rule about today goes by the date where each customer lives", async () => {
      const { put, customer, clock, refresh, members } = await world({ renews_on: "date" });
      clock.set(Date.UTC(2026, 2, 29, 0, 30));
      await customer("ada", { renews_on: "2026-03-29" }, "Europe/London");
      await customer("bea", { renews_on: "2026-03-28" }, "America/New_York");
      await customer("cleo", { renews_on: "2026-03-28" }, "Europe/London");
      await put("due", `customer.renews_on == context.date`);
      await refresh();
      expect(await members("due")).toEqual(["ada", "bea"]);
    });

    it("a changed rule is another version: who was in stays until the walk comes to her", async () => {
      const { put, customer, refresh, members, changes, store } = await world();
      await customer("ada", { age: 30 });
      await customer("bea", { age: 60 });
      await put("grown", "customer.age > 20");
      await refresh();
      const changed = await put("grown", "customer.age > 50");
      expect(changed.ok && [changed.value.version, changed.value.state]).toEqual([2, "building"]);
      expect(await members("grown")).toEqual(["ada", "bea"]);
      await refresh();
      expect(await members("grown")).toEqual(["bea"]);
      expect((await findSegment(store, "grown"))?.built?.version).toBe(2);
      expect((await changes()).at(-1)).toBe("grown: ada left by rule");
      const same = await put("grown", "customer.age > 50");
      expect(same.ok && [same.value.version, same.value.state]).toEqual([2, "current"]);
    });

    it("a segment may ask for another, and follows it", async () => {
      const { put, customer, refresh, members, changes } = await world();
      await customer("ada", { city: "Leeds", age: 70 });
      await put("leeds", `customer.city == "Leeds"`);
      await put("a-leeds-elders", `inSegment("leeds") && customer.age > 65`);
      await refresh();
      expect(await members("a-leeds-elders")).toEqual(["ada"]);
      await customer("ada", { city: "York" });
      await refresh();
      expect(await members("a-leeds-elders")).toEqual([]);
      expect((await changes()).slice(-2)).toEqual(["leeds: ada left by fact", "a-leeds-elders: ada left by fact"]);
    });

    it("rules that would wait for each other are refused where they name one another", async () => {
      const { put } = await world();
      await put("a", "customer.age > 1");
      await put("b", `inSegment("a")`);
      await put("c", `inSegment("b")`);
      const refused = await put("a", `customer.age > 1 ||\n  inSegment("c")`);
      expect(refused.ok ? [] : refused.error.faults).toEqual([
        {
          pointer: "/when",
          message: `Line 2, column 13: The segment "c" asks for "a" itself: neither could be told without the other.`,
        },
      ]);
      const own = await put("a", `inSegment("a")`);
      expect(own.ok ? "" : own.error.faults?.[0]?.message).toBe("Line 1, column 11: A segment can't ask for itself.");
    });

    it("what a customer's rule can't speak of is refused with its place, and nothing is kept", async () => {
      const { put, store } = await world();
      const refused = await put("bad", `product.price > 3 && customer.agee > 1\n  && inSegment("nowhere")`);
      expect(refused.ok ? [] : refused.error.faults?.map(({ message }) => message)).toEqual([
        "Line 1, column 1: There is no product here: this rule is about customers alone.",
        "Line 1, column 31: customer has no field agee. Did you mean age?",
        `Line 2, column 16: There is no segment "nowhere".`,
      ]);
      expect(await findSegment(store, "bad")).toBeUndefined();
      expect(await store.read({ sql: "select * from audit_log where action = 'put-segment'", params: [] })).toEqual([]);
    });

    it("a segment that is asked for stays; one that is not goes with its members, and its code is free", async () => {
      const { put, remove, customer, refresh, members, store } = await world();
      await customer("ada", { age: 30 });
      await put("grown", "customer.age > 20");
      await put("club", `inSegment("grown")`);
      await refresh();
      const refused = await remove("grown");
      expect(refused.ok ? "" : refused.error.detail).toBe("It is still asked for by segment club.");
      expect((await remove("club")).ok).toBe(true);
      expect((await remove("grown")).ok).toBe(true);
      expect((await remove("grown")).ok).toBe(false);
      await put("grown", "customer.age > 90");
      for (let turn = 0; turn < 3; turn += 1) await refresh();
      expect(await members("grown")).toEqual([]);
      expect(await store.read({ sql: "select code from segments", params: [] })).toMatchObject([{ code: "grown" }]);
      for (const table of ["segment_members", "segment_changes"]) {
        expect(await store.read({ sql: `select * from ${table}`, params: [] })).toEqual([]);
      }
    });

    it("two records that turn out to be one person are one member, and who is erased is none", async () => {
      const { put, customer, refresh, members, merge, store, changes } = await world();
      await customer("ada", { city: "Leeds" });
      await customer("ada-2", { city: "Leeds", age: 44 });
      await customer("bea", { city: "Leeds" });
      await put("leeds", `customer.city == "Leeds"`);
      await put("known", "has(customer.age)");
      await refresh();
      await merge("ada-2", "ada");
      expect(await members("leeds")).toEqual(["ada", "bea"]);
      await refresh();
      expect(await members("known")).toEqual(["ada"]);
      await store.write([{ sql: "update customers set erased_at = 1 where code = 'bea'", params: [] }]);
      await refresh();
      expect(await members("leeds")).toEqual(["ada"]);
      expect((await changes()).filter((line) => line.startsWith("leeds: ada"))).toEqual([
        "leeds: ada entered by rule",
        "leeds: ada entered by rule",
      ]);
    });

    it("a walk that is cut short anywhere goes on where it stood, and everybody is told of once", async () => {
      const { put, store, clock, deps, members, changes } = await world();
      const people = 25_000;
      await store.write([
        {
          sql: `with recursive n(id) as (select 1 union all select id + 1 from n where id < ${people})
            insert into customers (id, code, created_at, updated_at) select id, 'c' || id, 0, 0 from n`,
          params: [],
        },
        {
          sql: "insert into customer_attributes (customer_id, updated_at, a_age) select id, 0, id % 100 from customers",
          params: [],
        },
      ]);
      await put("old", "customer.age >= 99");
      const turns: number[] = [];
      for (let turn = 0; turn < 5; turn += 1)
        turns.push((await refreshSegments(deps, { steps: 1 + (turn % 2) })).slices);
      expect(turns.reduce((sum, slices) => sum + slices, 0)).toBe(3);
      expect(await members("old")).toHaveLength(250);
      expect(await changes()).toHaveLength(250);
      expect((await findSegment(store, "old"))?.sweep).toBeUndefined();
      expect(clock.now()).toBe(startAt);
    });

    it("a fact that comes while its customer is being asked about is not lost", async () => {
      const { put, customer, store, deps, members } = await world();
      await put("leeds", `customer.city == "Leeds"`);
      await customer("ada", { city: "York" });
      let isTold = false;
      const interrupted: Store = {
        ...store,
        read: async (statement) => {
          const rows = await store.read(statement);
          const isAsking = "sql" in statement && statement.sql.includes("as isIn");
          if (isAsking && !isTold) {
            isTold = true;
            await customer("ada", { city: "Leeds" });
          }
          return rows as never;
        },
      };
      await refreshSegments({ ...deps, store: interrupted }, { steps: 1 });
      expect(isTold).toBe(true);
      await refreshSegments(deps);
      expect(await members("leeds")).toEqual(["ada"]);
    });

    it("members and changes come page by page, none twice and none left out", async () => {
      const { put, customer, refresh, store } = await world();
      for (let index = 0; index < 7; index += 1) await customer(`c${index}`, { age: index });
      await put("grown", "customer.age >= 2");
      await refresh();
      const { id } = (await findSegment(store, "grown"))!;
      const seen: string[] = [];
      for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
        const page = await listMembers(store, id, { cursor, limit: 2 });
        seen.push(...page.items.map((item) => item.customer));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(["c2", "c3", "c4", "c5", "c6"]);
      const first = await listChanges(store, { limit: 3, segmentId: id });
      const rest = await listChanges(store, { limit: 3, segmentId: id, cursor: first.nextCursor });
      const end = await listChanges(store, { limit: 3, segmentId: id, cursor: rest.nextCursor });
      expect([first, rest, end].map(({ items }) => items.length)).toEqual([3, 2, 0]);
      expect(end.nextCursor).toBe(rest.nextCursor);
    });

    it("a rule is counted before it is saved, exactly where everybody fits into the sample", async () => {
      const { customer, deps } = await world();
      for (let index = 0; index < 5; index += 1) await customer(`c${index}`, { age: index });
      expect(await countRule(deps, { when: "customer.age >= 2", exact: false })).toEqual({
        ok: true,
        value: { estimate: { count: 3, low: 3, high: 3, sampled: 5, isExact: true }, exact: 3 },
      });
      const refused = await countRule(deps, { when: "customer.age >", exact: true });
      expect(refused.ok ? "" : refused.error.faults?.[0]?.message).toMatch(/^Line 1, column 15: /);
    });

    it("says why a customer is in and why another is not, by each condition", async () => {
      const { put, customer, buy, refresh, deps } = await world();
      await customer("ada", { city: "Leeds", age: 9_007_199_254_740_991 });
      await buy("ada", "garden");
      await put(
        "gardeners",
        `customer.city == "Leeds" && !(customer.age < 18) && did("purchase", {category: "garden"}) >= 2`,
      );
      await refresh();
      const found = await explainMembership(deps, { code: "gardeners", customer: "ada" });
      expect(found.ok && found.value).toEqual({
        isMember: false,
        enteredAt: null,
        holdsNow: false,
        explanation: {
          kind: "all",
          holds: false,
          parts: [
            {
              kind: "condition",
              text: `customer.city == "Leeds"`,
              holds: true,
              found: [{ what: "customer.city", value: "Leeds" }],
            },
            {
              kind: "none",
              holds: true,
              parts: [
                {
                  kind: "condition",
                  text: "customer.age < 18",
                  holds: false,
                  found: [{ what: "customer.age", value: "9007199254740991" }],
                },
              ],
            },
            {
              kind: "condition",
              text: `did("purchase", {"category": "garden"}) >= 2`,
              holds: false,
              found: [{ what: `did("purchase", {"category": "garden"})`, value: "1" }],
            },
          ],
        },
      });
      await buy("ada", "garden");
      await refresh();
      const now = await explainMembership(deps, { code: "gardeners", customer: "ada" });
      expect(now.ok && [now.value.isMember, now.value.holdsNow]).toEqual([true, true]);
      expect((await explainMembership(deps, { code: "gardeners", customer: "nobody" })).ok).toBe(false);
    });
  });
}
