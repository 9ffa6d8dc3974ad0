import { count, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { column, columns, jsonRows } from "#store/json-rows.ts";
import { settings } from "#store/schema/access.ts";
import { clicks } from "#store/schema/clicks.ts";
import { MAX_PARAMETERS, type SqlValue, type Store } from "#store/store.ts";

const put = (key: string, value: string) => ({
  sql: "insert into settings (key, value, updated_at) values (?, ?, 0)",
  params: [key, value],
});
const keysOf = async (store: Store) =>
  (await store.read<{ key: string }>(sql`select key from settings order by key`)).map((row) => row.key);

/** What every database under the house promises; nothing above it asks which one it is. */
export function storeContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the store on ${name}: a batch`, () => {
    it("is written whole or not at all: a statement that fails undoes those before and after it", async () => {
      const store = await makeStore();
      await store.write([put("kept", "1")]);
      await expect(store.write([put("new", "1"), put("kept", "2"), put("newer", "1")])).rejects.toThrow(
        /UNIQUE constraint failed: settings\.key/,
      );
      expect(await keysOf(store)).toEqual(["kept"]);
      await expect(
        store.write([put("new", "1"), { sql: "insert into no_such_table values (1)", params: [] }]),
      ).rejects.toThrow("no such table");
      expect(await keysOf(store)).toEqual(["kept"]);
      await store.write([put("after", "1")]);
      expect(await keysOf(store)).toEqual(["after", "kept"]);
    });

    it("gives the rows of each statement in the order of the statements, none where there are none", async () => {
      const store = await makeStore();
      const results = await store.write([
        sql`insert into settings (key, value, updated_at) values ('a', '1', 0), ('b', '2', 0) returning key, value`,
        sql`update settings set value = '3' where key = 'nobody' returning key`,
        sql`select count(*) as n from settings`,
        sql`delete from settings where key = 'a' returning value`,
      ]);
      expect(results).toEqual([
        [
          { key: "a", value: "1" },
          { key: "b", value: "2" },
        ],
        [],
        [{ n: 2 }],
        [{ value: "1" }],
      ]);
      expect(await store.write([])).toEqual([]);
      expect(await store.read(sql`select key from settings where key = 'nobody'`)).toEqual([]);
    });

    it("returns of a conflict only what it changed, and counts what the statement before it did", async () => {
      const store = await makeStore();
      await store.write([put("a", "1")]);
      const insert = sql`insert into settings (key, value, updated_at) values ('a', '2', 0), ('b', '2', 0)
        on conflict do nothing returning key`;
      const [inserted, counted] = await store.write([insert, sql`select changes() as n`]);
      expect(inserted).toEqual([{ key: "b" }]);
      expect(counted).toEqual([{ n: 1 }]);
      const [, [none] = []] = await store.write([
        sql`update settings set value = 'x' where key = 'nobody'`,
        sql`select changes() as n`,
      ]);
      expect(none).toEqual({ n: 0 });
    });

    it("that fifty write at once counts each of them, whatever fails beside", async () => {
      const store = await makeStore();
      await store.write([put("count", "0")]);
      const count = sql`update settings set value = value + 1 where key = 'count'`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) => store.write(index % 5 === 0 ? [count, put("count", "!")] : [count])),
      );
      expect(outcomes.filter((outcome) => outcome.status === "rejected")).toHaveLength(10);
      expect(await store.read(sql`select value from settings`)).toEqual([{ value: "40" }]);
    });
  });

  describe(`the store on ${name}: parameters`, () => {
    it("five thousand rows go in by one parameter, each once", async () => {
      const store = await makeStore();
      const rows = Array.from({ length: 5_000 }, (_, index) => [`key ${index}`, { index, word: "ü🌱" }]);
      const insert = sql`insert into settings (key, value, updated_at) select ${columns(2)}, 7 from ${jsonRows(rows)}
        where ${column(0)} <> 'key 17' on conflict do nothing`;
      await store.write([insert]);
      await store.write([insert]);
      const [found] = await store.read(sql`select count(*) as n, count(distinct value ->> 'index') as different,
        max(value ->> 'word') as word from settings`);
      expect(found).toEqual({ n: 4_999, different: 4_999, word: "ü🌱" });
    });

    it("ten thousand rows come back as one text", async () => {
      const store = await makeStore();
      const rows = Array.from({ length: 10_000 }, (_, index) => [index, `value ${index}`]);
      await store.write([
        sql`insert into settings (key, value, updated_at) select ${columns(2)}, 0 from ${jsonRows(rows)}`,
      ]);
      const [found] = await store.read<{ rows: string }>(
        sql`select json_group_array(json_array(key, value)) as rows from settings`,
      );
      expect(new Set((JSON.parse(found?.rows ?? "[]") as string[][]).map(([key]) => key)).size).toBe(10_000);
    });

    it("a hundred are taken and one more is refused here, before a database would", async () => {
      const store = await makeStore();
      const sum = (count: number) => ({
        sql: `select ${Array.from({ length: count }, () => "?").join(" + ")} as total`,
        params: Array.from({ length: count }, () => 1),
      });
      expect(await store.read(sum(MAX_PARAMETERS))).toEqual([{ total: MAX_PARAMETERS }]);
      await expect(store.read(sum(MAX_PARAMETERS + 1))).rejects.toThrow(/101 parameters/);
      await expect(store.write([put("a", "1"), sum(MAX_PARAMETERS + 1)])).rejects.toThrow(/101 parameters/);
      expect(await keysOf(store)).toEqual([]);
    });
  });

  describe(`the store on ${name}: values`, () => {
    it("whole numbers survive up to 2^53 - 1 on both sides of zero, as parameters and inside JSON", async () => {
      const store = await makeStore();
      const numbers = [0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 48, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
      for (const number of numbers) {
        expect(await store.read(sql`select ${number} as n, ${JSON.stringify([number])} ->> 0 as j`)).toEqual([
          { n: number, j: number },
        ]);
      }
      await store.write([
        sql`insert into planner_state (name, watermark, updated_at)
          select ${columns(1)}, ${column(1)}, 0 from ${jsonRows(numbers.map((number, index) => [String(index), number]))}`,
      ]);
      const kept = await store.read<{ watermark: number }>(sql`select watermark from planner_state order by name`);
      expect(kept.map((row) => row.watermark)).toEqual(numbers);
    });

    it("fractions come back as the same double", async () => {
      const store = await makeStore();
      const fractions = [0.1, -1.5, Math.PI, 1e-300, 1.7976931348623157e308, 5e-324];
      for (const fraction of fractions) {
        expect(await store.read(sql`select ${fraction} as n`)).toEqual([{ n: fraction }]);
      }
    });

    it("text comes back as it was, whatever script, quote or sign it holds", async () => {
      const store = await makeStore();
      const texts = [
        "",
        " ",
        "🌱👩‍🌾",
        "é e\u0301",
        "שלום مرحبا",
        "'; drop table settings; --",
        "\r\n\t",
        "\u{10ffff}",
        "null",
      ];
      await store.write(texts.map((text, index) => put(`${index}`, text)));
      await store.write([
        sql`insert into settings (key, value, updated_at) select ${columns(2)}, 0
          from ${jsonRows(texts.map((text, index) => [`json ${index}`, text]))}`,
      ]);
      for (const prefix of ["", "json "]) {
        const rows = texts.map((_, index) => `${prefix}${index}`);
        const found = await store.read<{ key: string; value: string }>(
          sql`select key, value from settings where key in (select value from json_each(${JSON.stringify(rows)}))`,
        );
        const valueByKey = new Map(found.map((row) => [row.key, row.value]));
        expect(rows.map((key) => valueByKey.get(key))).toEqual(texts);
      }
    });

    it("a NUL, at which libSQL ends a text that it reads and which no door lets in, harms no neighbour", async () => {
      const store = await makeStore();
      await store.write([put("before", "1"), put("nul", "a\u0000b"), put("after", "2")]);
      const found = await store.read<{ value: string }>(sql`select value from settings order by key`);
      expect(found.map((row) => row.value.split("\u0000")[0])).toEqual(["2", "1", "a"]);
    });

    it("nothing stays nothing", async () => {
      const store = await makeStore();
      expect(await store.read(sql`select ${null} as a, null as b, json_array(null) ->> 0 as c`)).toEqual([
        { a: null, b: null, c: null },
      ]);
    });

    it("bytes come back as the same bytes", async () => {
      const store = await makeStore();
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      const [row] = await store.read<{ bytes: Uint8Array }>({ sql: "select ? as bytes", params: [bytes] });
      expect(Array.from(new Uint8Array(row?.bytes ?? []))).toEqual(Array.from(bytes));
      expect(await store.read({ sql: "select hex(?) as hex", params: [bytes.subarray(254)] })).toEqual([
        { hex: "FEFF" },
      ]);
    });
  });

  describe(`the store on ${name}: what is built on it`, () => {
    it("the query builder reads and writes through the same store, alone and in batches", async () => {
      const store = await makeStore();
      const { orm } = store;
      const row = { key: "a", value: "1", updatedAt: 5 };
      expect(await orm.insert(settings).values(row).returning()).toEqual([row]);
      expect(await orm.select().from(settings).where(eq(settings.key, "a"))).toEqual([row]);
      expect(await orm.select().from(settings).where(eq(settings.key, "b")).get()).toBeUndefined();
      await store.write([
        orm.update(settings).set({ value: "2" }).where(eq(settings.key, "a")),
        orm.insert(settings).values({ key: "b", value: "1", updatedAt: 6 }),
      ]);
      const found = await orm.batch([
        orm.select().from(settings).orderBy(settings.key),
        orm.select({ n: count() }).from(clicks),
      ]);
      expect(found[0].map((setting) => setting.value)).toEqual(["2", "1"]);
      await expect(orm.insert(settings).values({ key: "b", value: "1", updatedAt: 6 })).rejects.toThrow("Failed query");
    });

    it("an audit row can be written, and neither changed nor taken away", async () => {
      const store = await makeStore();
      const audit = sql`insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id)
        values (1, 'key', 'k', 'did', 'thing', 't')`;
      await store.write([audit]);
      for (const attack of ["update audit_log set action = 'x'", "delete from audit_log"]) {
        await expect(store.write([{ sql: attack, params: [] }])).rejects.toThrow("append-only");
      }
      expect(await store.read(sql`select action from audit_log`)).toEqual([{ action: "did" }]);
    });

    it("a row that refers to nothing is refused", async () => {
      const store = await makeStore();
      const orphan = sql`insert into session (id, expires_at, token, created_at, updated_at, user_id)
        values ('s', 1, 't', 1, 1, 'nobody')`;
      await expect(store.write([orphan])).rejects.toThrow(/FOREIGN KEY/i);
    });

    it("an instant and its rows keep their order in an index read", async () => {
      const store = await makeStore();
      const rows: SqlValue[][] = [9, 2, 11, 1].map((at, index) => [`k${index}`, at]);
      await store.write([
        sql`insert into clicks (journal_key, at, message_id, link_no, customer_id, network, signals_id, verdict,
          verdict_version, device) select ${columns(2)}, 0, 0, 0, '', 0, 'person', 1, 'desktop' from ${jsonRows(rows)}`,
      ]);
      const found = await store.read<{ at: number }>(sql`select at from clicks where settled_at is null order by at`);
      expect(found.map((row) => row.at)).toEqual([1, 2, 9, 11]);
    });
  });
}
