import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import type { Cut } from "#predict/features/cut.ts";
import { among, count, type FeatureGroup, type Subject } from "#predict/features/feature-group.ts";
import { featureTable } from "#predict/features/feature-table.ts";
import { findOutcomes } from "#predict/features/find-outcomes.ts";
import { listGroups } from "#predict/features/list-groups.ts";
import { purchaseRecords } from "#predict/features/purchase-records.ts";
import { rangeQuery } from "#predict/features/read-group.ts";
import type { Column } from "#predict/numerics/matrix.ts";
import type { Store } from "#store/store.ts";
import { insertRows, NOW, populate, truncateAt } from "#tests/worlds/predicted-world.ts";

const PEOPLE = 120;
const populated = new Set(["seeds", "tools", "books", "bath"]);
const range = { after: 0, upTo: PEOPLE, every: 1 };
const cut: Cut = { at: NOW - 30 * DAY_MS, takenOverBy: 0 };

async function columnsAt(store: Store, subject: Subject, groups: readonly FeatureGroup[]): Promise<readonly Column[]> {
  return (await featureTable(store, { subject, groups, cut, range })).inputs.columns;
}

function cellsOf(column: Column): ReadonlyArray<number | string | undefined> {
  return column.kind === "number"
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : value))
    : Array.from(column.codes, (code) => column.levels[code]);
}

/** Features that come out otherwise on the whole store than on one that ends at the cut: they have seen the future. */
async function leaksOf(store: Store, subject: Subject, groups: readonly FeatureGroup[]): Promise<readonly string[]> {
  const whole = await columnsAt(store, subject, groups);
  await store.write(truncateAt(cut.at));
  const ended = await columnsAt(store, subject, groups);
  return whole.flatMap((column, index) => {
    const then = ended[index];
    const isSame = then !== undefined && JSON.stringify(cellsOf(then)) === JSON.stringify(cellsOf(column));
    return isSame ? [] : [column.name];
  });
}

/** Looks past the cut at when things happened. */
const futureLeak: FeatureGroup = {
  name: "leak",
  columns: [count("purchases at any time")],
  sql: `select p.customer_id, count(*) from purchases p where ${among("p.customer_id")} group by p.customer_id`,
};

/** Knows of purchases before they were recorded. */
const recordedLeak: FeatureGroup = {
  name: "late leak",
  columns: [count("purchases, told or not")],
  sql: `select p.customer_id, count(*) from purchases p where ${among("p.customer_id")} and +p.at < ?3 group by p.customer_id`,
};

/** What features promise on every database. */
export function featuresContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`features on ${name}`, () => {
    it.each(["customer", "account"] as const)(
      "of a %s are the same on the whole store as on one that ends at the cut, over all sources",
      async (subject) => {
        const store = await makeStore();
        await populate(store, { people: PEOPLE, days: 120 });
        const groups = await listGroups(store, subject);
        const columns = await columnsAt(store, subject, groups);
        // None is empty: every source has something to tell.
        const telling = columns.filter((column) => new Set(cellsOf(column)).size > 1).map((column) => column.name);
        expect(telling.length).toBeGreaterThan(subject === "customer" ? 30 : 8);
        expect(await leaksOf(store, subject, groups)).toEqual([]);
      },
    );

    it("a planted leak is caught: of what happens later, and of what was recorded later", async () => {
      const store = await makeStore();
      await populate(store, { people: PEOPLE, days: 120 });
      const groups = [...(await listGroups(store, "customer")), futureLeak, recordedLeak];
      expect(await leaksOf(store, "customer", groups)).toEqual(["purchases at any time", "purchases, told or not"]);
    });

    it("purchases that were told late are not known before, but for what was brought in at the take-over", async () => {
      const store = await makeStore();
      await populate(store, { people: 3, days: 60 });
      const at = cut.at - DAY_MS;
      await store.write([
        insertRows(
          "purchases",
          ["order_key", "customer_id", "currency", "total_minor", "at", "received_at", "source"],
          [["shop:late", 3, "GBP", 100, at, cut.at + 1, "shop"]],
        ),
      ]);
      const daysOf = async (takenOverBy: number) => {
        const { time = [] } = await purchaseRecords(store, {
          subject: "customer",
          of: "order",
          cut: { at: cut.at, takenOverBy },
          range,
        });
        return [...time].includes(at / DAY_MS);
      };
      expect([await daysOf(0), await daysOf(cut.at + 2)]).toEqual([false, true]);
    });

    it("a line is known once its order is, also where somebody else gave it back; money is that of most orders", async () => {
      const store = await makeStore();
      await populate(store, { people: 3, days: 60 });
      const at = cut.at - DAY_MS;
      const [known, late] = [at + 1, cut.at + 1];
      const orders = [
        ["shop:known", 1, "GBP", 500, at, known, "shop"],
        ["shop:late", 3, "GBP", 500, at, late, "shop"],
        ["shop:other", 3, "EUR", 500, at, known, "shop"],
        // Who brings it back is not who had bought it.
        ["shop:back", 2, "GBP", -500, at, late, "shop"],
        ["shop:again", 2, "GBP", 500, at, late, "shop"],
      ];
      const lines = [
        ["shop:known", 1, 1, at, "P1", "known", 1_000, 500],
        ["shop:late", 1, 3, at, "P1", "late", 1_000, 500],
        ["shop:other", 1, 3, at, "P1", "other", 1_000, 500],
        ["shop:back", 1, 1, at, "P1", "known", -1_000, -500],
        ["shop:again", 1, 1, at, "P1", "again", 1_000, 500],
      ];
      const orderColumns = ["order_key", "customer_id", "currency", "total_minor", "at", "received_at", "source"];
      const lineColumns = ["order_key", "line_no", "customer_id", "at", "product_code", "category", "quantity_milli"];
      await store.write([
        insertRows("purchases", orderColumns, orders),
        insertRows("purchase_lines", [...lineColumns, "amount_minor"], lines),
      ]);
      const groups = await listGroups(store, "customer");
      const toldAt = async (takenOverBy: number) => {
        const then = { at: cut.at, takenOverBy };
        const records = await purchaseRecords(store, { subject: "customer", of: "category", cut: then, range });
        const { target, amount = [] } = records;
        const items = target?.kind === "category" ? Array.from(target.codes, (code) => target.levels[code]) : [];
        const told = items.flatMap((item = "", row) => (populated.has(item) ? [] : [`${item} ${amount[row]}`]));
        const { inputs } = await featureTable(store, { subject: "customer", groups, cut: then, range });
        const returns = inputs.columns.find((column) => column.name === "returns");
        return { told: told.sort(), returns: returns?.kind === "number" ? returns.values[0] : undefined };
      };
      const before = await toldAt(0);
      expect(before.told).toEqual(["known 5", "other 0"]);
      const after = await toldAt(late + 1);
      expect(after.told).toEqual(["again 5", "known 5", "late 5", "other 0"]);
      expect((after.returns ?? 0) - (before.returns ?? 0)).toBe(1);
    });

    it("what was stated anew since the cut is told apart, for it is missing of just those who came back", async () => {
      const store = await makeStore();
      await populate(store, { people: PEOPLE, days: 120 });
      const begin = NOW - 120 * DAY_MS;
      const state = (since: number) =>
        store.write([
          {
            sql: "update customer_attributes set a_city = 'York', origins = json_object('rest', json_array('shop', ?), 'a_city', json_array('shop', ?))",
            params: [begin, begin],
          },
          // Whoever buys later moves on that day.
          {
            sql: "update customer_attributes set origins = json_set(origins, '$.a_city[1]', ?) where customer_id <= ?",
            params: [cut.at + 1, since],
          },
          { sql: "update accounts set at = iif(id <= ?, ?, ?), received_at = at", params: [since, cut.at + 1, begin] },
          { sql: "update accounts set received_at = at", params: [] },
          { sql: "update demographic_facts set at = ?, received_at = ?", params: [begin, begin] },
        ]);
      const restated = async () => {
        const groups = await listGroups(store, "customer");
        const { inputs, restated } = await featureTable(store, { subject: "customer", groups, cut, range });
        const city = inputs.columns.find((column) => column.name === "city");
        return { restated, levels: city?.kind === "category" ? city.levels : [] };
      };
      await state(PEOPLE / 4);
      expect(await restated()).toEqual({ restated: ["city", "band credit_limit"], levels: ["York"] });
      await state(1);
      expect(await restated()).toEqual({ restated: [], levels: ["York"] });
    });

    it("a purchase comes true by its order, though it names no lines; of a category by its lines", async () => {
      const store = await makeStore();
      await populate(store, { people: 3, days: 30 });
      const place = { subject: "customer", from: NOW, until: NOW + DAY_MS, range } as const;
      await store.write([
        insertRows(
          "purchases",
          ["order_key", "customer_id", "currency", "total_minor", "at", "received_at", "source"],
          [
            ["till:1", 1, "GBP", 900, NOW + 1, NOW + 1, "till"],
            ["till:2", 2, "GBP", -900, NOW + 1, NOW + 1, "till"],
          ],
        ),
      ]);
      expect([...(await findOutcomes(store, { ...place, outcome: { event: "purchase" } }))]).toEqual([1]);
      expect(await findOutcomes(store, { ...place, outcome: { event: "purchase", category: "seeds" } })).toEqual(
        new Set(),
      );
    });

    it("are read by indexes that begin with the subject, never by a walk", async () => {
      const store = await makeStore();
      await populate(store, { people: 5, days: 60 });
      const walks: string[] = [];
      for (const subject of ["customer", "account"] as const) {
        for (const { sql, columns } of await listGroups(store, subject)) {
          const query = rangeQuery(sql, columns.length, { cut, range });
          const plan = await store.read<{ detail: string }>({ ...query, sql: `explain query plan ${query.sql}` });
          walks.push(
            ...plan
              .map(({ detail }) => detail)
              .filter((line) => /^SCAN (?!found|doubtful|asked$|CONSTANT ROW|\(|.*VIRTUAL)/.test(line)),
          );
        }
      }
      expect(walks).toEqual([]);
    });
  });
}
