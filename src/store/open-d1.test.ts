import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { type D1Session, openD1 } from "./open-d1.ts";
import type { SqlValue } from "./store.ts";

const query = (sql: string, ...params: SqlValue[]) => ({ sql, params });

/**
 * A database with a replica that lags: what is written is on the primary alone until it catches up. A session may begin anywhere,
 * unless it asks for the primary first.
 */
function laggingD1() {
  const primary = new DatabaseSync(":memory:");
  const replica = new DatabaseSync(":memory:");
  for (const place of [primary, replica]) place.exec("create table suppressions (hash text primary key)");
  const asked: string[] = [];
  const sessionOn = (place: DatabaseSync): D1Session => {
    const prepared = (sql: string, params: SqlValue[] = []): ReturnType<D1Session["prepare"]> => ({
      bind: (...given) => prepared(sql, given as SqlValue[]),
      all: async () => ({ results: place.prepare(sql).all(...params) as never }),
      raw: async () =>
        place
          .prepare(sql)
          .all(...params)
          .map((row) => Object.values(row)) as never,
    });
    return {
      prepare: (sql) => prepared(sql),
      batch: async (statements) => Promise.all(statements.map((statement) => statement.all())),
    };
  };
  const withSession = (constraint: string) => {
    asked.push(constraint);
    return sessionOn(constraint === "first-primary" ? primary : replica);
  };
  // Without a session, or with one that asks for nothing, whatever is near answers.
  return { asked, database: { ...sessionOn(replica), withSession } };
}

describe("D1 with a replica that lags", () => {
  it("is read where it was written: no suppression, claim or key of a moment ago is missed", async () => {
    const { database, asked } = laggingD1();
    const store = openD1(database);
    await store.write([query("insert into suppressions values (?)", "h1")]);
    expect(await store.read(query("select hash from suppressions"))).toMatchObject([{ hash: "h1" }]);
    const other = openD1(database);
    expect(await other.write([query("select hash from suppressions")])).toMatchObject([[{ hash: "h1" }]]);
    expect(new Set(asked)).toEqual(new Set(["first-primary"]));
  });

  it("a database that takes nothing more says so by its name", async () => {
    const full: D1Session = {
      prepare: () => ({ bind: () => full.prepare(""), all: async () => ({ results: [] }), raw: async () => [] }),
      batch: async () => {
        throw new Error("D1_ERROR: Exceeded maximum DB size");
      },
    };
    const store = openD1({ withSession: () => full });
    await expect(store.write([query("insert into t values (1)")])).rejects.toMatchObject({ name: "StoreFull" });
  });
});
