import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "#kernel/clock.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";
import { auditQuery, type AuditRequest, listAudit } from "./list-audit.ts";

const T0 = Date.UTC(2026, 10, 22);

/** A log of so many changes, a minute apart; every hundredth is a key's. */
async function logged(count: number) {
  const store = await freshStore();
  await store.write([
    {
      sql: `insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
        select ?2 + i * ?3, iif(i % 100 = 1, 'key', 'operator'), iif(i % 100 = 1, 'k1', 'o' || (i % 3)),
          iif(i = 1, 'create-key', 'put-product-set'), 'product-set', 'P' || (i % 7) from n`,
      params: [count, T0, MINUTE_MS],
    },
  ]);
  const all = async (request: Omit<AuditRequest, "limit" | "cursor">, limit = 50) => {
    const ids: number[] = [];
    let pages = 0;
    for (let cursor: string | undefined, isOn = true; isOn; isOn = cursor !== undefined) {
      const page = await listAudit(store, { ...request, limit, cursor });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    }
    return { ids, pages };
  };
  return { store, all };
}

describe("the audit log", () => {
  it("is read by pages, newest first, each change once", async () => {
    const { all } = await logged(120);
    expect((await all({})).ids).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
    expect((await all({}, 40)).pages).toBe(3);
  });

  it("is searched by who, what, to what and when, alone and together", async () => {
    const { all } = await logged(350);
    const minute = (index: number) => T0 + index * MINUTE_MS;
    expect((await all({ actor: { kind: "key" } })).ids).toEqual([301, 201, 101, 1]);
    expect((await all({ actor: { kind: "operator", id: "o2" } }, 500)).ids).toHaveLength(116);
    expect((await all({ action: "create-key" })).ids).toEqual([1]);
    expect((await all({ subject: { kind: "product-set", id: "P0" }, actor: { kind: "key" } })).ids).toEqual([301]);
    expect((await all({ actor: { kind: "key", id: "k1" }, before: minute(201) })).ids).toEqual([101, 1]);
    expect((await all({ before: minute(1) })).ids).toEqual([]);
    expect((await all({ action: "nobody-did" })).ids).toEqual([]);
  });

  it("finds the end of a day exactly, wherever it lies, also where changes were committed out of order", async () => {
    const { store, all } = await logged(200);
    await store.write([
      {
        sql: `insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id)
          values (?, 'system', 's', 'late', 'x', 'y')`,
        params: [T0 + 199.5 * MINUTE_MS],
      },
    ]);
    const rows = await store.read<{ id: number; at: number }>({ sql: "select id, at from audit_log", params: [] });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -2, max: 220 * 2 }), async (halves) => {
        const before = T0 + halves * (MINUTE_MS / 2);
        const expected = rows.filter(({ at }) => at < before).map(({ id }) => id);
        expect((await all({ before }, 500)).ids).toEqual(expected.reverse());
      }),
      { numRuns: 60 },
    );
  });

  it("finds one rare change behind any number of others, on the first page", async () => {
    const { store, all } = await logged(120_000);
    expect(await all({ action: "create-key" })).toEqual({ ids: [1], pages: 1 });
    expect((await listAudit(store, { action: "create-key", limit: 25 })).nextCursor).toBeUndefined();
  });

  it.each([
    [
      "of one subject",
      { subject: { kind: "product-set", id: "P0" } },
      "audit_by_subject (subject_kind=? AND subject_id=?",
    ],
    ["of one actor", { actor: { kind: "key", id: "k1" } }, "audit_by_actor (actor_kind=? AND actor_id=?"],
    ["of a kind of actors", { actor: { kind: "key" } }, "audit_by_actor_kind (actor_kind=?"],
    ["of one action", { action: "create-key" }, "audit_by_action (action=?"],
    ["of an action by an actor", { action: "create-key", actor: { kind: "key", id: "k1" } }, "audit_by_act"],
    ["as a whole", {}, "INTEGER PRIMARY KEY (rowid<?)"],
  ] satisfies ReadonlyArray<readonly [string, Partial<AuditRequest>, string]>)(
    "%s is a range of an index: no row is sorted and no other is looked at",
    async (_, asked, range) => {
      const { store } = await logged(1);
      const { sql, params } = auditQuery({ ...asked, limit: 25 }, 1_000_000);
      const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
      const plan = rows.map(({ detail }) => detail).join("\n");
      expect(plan).toContain(range);
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    },
  );
});
