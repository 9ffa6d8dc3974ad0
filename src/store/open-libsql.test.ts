import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { expect, it } from "vitest";
import { openLibsql } from "./open-libsql.ts";

const query = (sql: string) => ({ sql, params: [] });

it("after one lock held by somebody else the store is lost: it never answers 'ok' to a write that nobody sees", async () => {
  const url = `file:${join(mkdtempSync(join(tmpdir(), "busy-")), "ring.db")}`;
  const losses: unknown[] = [];
  const store = await openLibsql({ url, onLost: (cause) => losses.push(cause) });
  await store.write([query("create table t (x integer)")]);
  const stranger = createClient({ url });
  const held = await stranger.transaction("write");
  await held.execute("insert into t values (0)");
  await expect(store.write([query("insert into t values (1)")])).rejects.toThrow("restart the process");
  await held.rollback();
  // The driver itself would go on here, and keep an abandoned transaction (cases/libsql-busy).
  await expect(store.write([query("insert into t values (2)")])).rejects.toThrow("restart the process");
  await expect(store.read(query("select x from t"))).rejects.toThrow("restart the process");
  expect(losses).toHaveLength(1);

  await stranger.execute("insert into t values (3)");
  expect((await stranger.execute("select x from t")).rows.map((row) => row["x"])).toEqual([3]);
  stranger.close();
});

it("a batch in which one statement fails leaves nothing behind, and the store goes on", async () => {
  const store = await openLibsql({ url: ":memory:" });
  await store.write([query("create table t (x integer unique)")]);
  await expect(store.write([query("insert into t values (1)"), query("insert into t values (1)")])).rejects.toThrow(
    "UNIQUE",
  );
  expect(await store.read(query("select x from t"))).toEqual([]);
  await store.write([query("insert into t values (1)")]);
  expect(await store.read(query("select x from t"))).toMatchObject([{ x: 1 }]);
});
