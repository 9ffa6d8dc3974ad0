import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { ok } from "#kernel/result.ts";
import { exportKindNames } from "#outbound/exports/export-kinds.ts";
import { outboundOperations } from "#outbound/outbound-operations.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";
import type { Store } from "#store/store.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { addKnownCustomer, WEBHOOK_NOW, webhookWorld } from "#tests/worlds/webhook-world.ts";

type Line = { readonly cursor: string } & Readonly<Record<string, unknown>>;

/** What exports promise on every database. */
export function exportsContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async () => {
    const store = await makeStore();
    const deps = webhookWorld(store);
    const app = new Hono();
    let scopes: readonly string[] = ["export"];
    mountOperations(app, {
      operations: outboundOperations(deps),
      authorize: async () => ok({ kind: "key", id: "k1", scopes }),
      timer: deps.timer,
    });
    const get = (path: string) => app.request(`https://station.example/v1/exports/${path}`);
    return {
      store,
      get,
      allow: (...more: readonly string[]) => {
        scopes = ["export", ...more];
      },
      lines: async (path: string): Promise<Line[]> => {
        const text = Buffer.from(await (await get(path)).arrayBuffer()).toString("utf8");
        return text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as Line);
      },
    };
  };
  const addEvents = (store: Store, customerId: number, count: number) =>
    store.write([
      sql`insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
        select 'm' || value, ${customerId}, 'track', '=Viewed', '{"q":"' || value || '"}', ${WEBHOOK_NOW} + value, 0, 'web'
        from json_each(${JSON.stringify(Array.from({ length: count }, (_, index) => index))})`,
    ]);

  describe(`exports on ${name}`, () => {
    it("every row comes once, over many pages, and after a break what follows the last cursor", async () => {
      const { store, lines } = await world();
      await addEvents(store, await addKnownCustomer(store, "ada"), 9_001);
      const all = await lines("events");
      expect(all).toHaveLength(9_001);
      expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(9_001);
      expect(all[8_000]).toEqual({
        cursor: all[8_000]?.cursor,
        customer: "ada",
        kind: "track",
        name: "=Viewed",
        category: null,
        product: null,
        at: WEBHOOK_NOW + 8_000,
        receivedAt: 0,
        source: "web",
        channel: "",
      });
      expect(await lines(`events?cursor=${all[4_321]?.cursor}`)).toEqual(all.slice(4_322));
      expect(await lines(`events?cursor=${all.at(-1)?.cursor}`)).toEqual([]);
    });

    it("a time takes in its beginning and leaves out its end, however far behind it lies", async () => {
      const { store, lines } = await world();
      await addEvents(store, await addKnownCustomer(store, "ada"), 9_001);
      const some = await lines(`events?from=${WEBHOOK_NOW + 8_500}&until=${WEBHOOK_NOW + 8_503}`);
      expect(some.map(({ at }) => at)).toEqual([8_500, 8_501, 8_502].map((index) => WEBHOOK_NOW + index));
      expect(await lines(`events?until=${WEBHOOK_NOW}`)).toEqual([]);
    });

    it("a spreadsheet gets text that it does not run, a header once, and numbers that are numbers", async () => {
      const { store, get, lines } = await world();
      await addEvents(store, await addKnownCustomer(store, "@ada"), 2);
      const answer = await get("events?format=csv");
      expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
      expect(answer.headers.get("content-disposition")).toBe('attachment; filename="events.csv"');
      const [head, first, , rest] = (await answer.text()).split("\r\n");
      expect(head).toBe('"cursor","customer","kind","name","category","product","at","receivedAt","source","channel"');
      const [row] = await lines("events");
      expect(first).toBe(
        `"${row?.cursor}","'@ada","track","'=Viewed",,,2026-11-22T09:00:00.000Z,1970-01-01T00:00:00.000Z,"web",""`,
      );
      expect(rest).toBe("");
      const more = await (await get(`events?format=csv&cursor=${row?.cursor}`)).text();
      expect(more.split("\r\n")).toHaveLength(2);
    });

    it("names, addresses and properties need their scope, and every export is on the record", async () => {
      const { store, get, lines, allow } = await world();
      await addKnownCustomer(store, "ada");
      expect((await get("customers?personal=yes")).status).toBe(403);
      expect(JSON.stringify(await lines("customers"))).not.toContain("people.example");
      allow("export:personal");
      expect(await lines("customers?personal=yes")).toMatchObject([{ customer: "ada", email: "ada@people.example" }]);
      const audit = await store.read<{ detail: string }>(
        sql`select detail from audit_log where action = 'export-data' order by id`,
      );
      expect(audit.map(({ detail }) => (JSON.parse(detail) as { isPersonal: boolean }).isPersonal)).toEqual([
        false,
        true,
      ]);
    });

    it("each kind can be read whole and gone on with, also by keys of two parts and of text", async () => {
      const { store, lines, get } = await world();
      const id = await addKnownCustomer(store, "ada");
      const other = await addKnownCustomer(store, "ben");
      await addEvents(store, id, 2);
      await fill(store, [id, other]);
      for (const kind of exportKindNames) {
        const all = await lines(kind);
        expect([kind, all.length > 1]).toEqual([kind, true]);
        expect([kind, ...(await lines(`${kind}?cursor=${all[0]?.cursor}`))]).toEqual([kind, ...all.slice(1)]);
      }
      const [score] = await lines("scores");
      expect(score).toMatchObject({ customer: "ada", category: "books" });
      expect(score?.["affinity"]).toBeCloseTo(0.5, 2);
      expect(await lines("purchases")).toMatchObject([
        { order: "pos:1", totalMinor: 900, lines: [{ product: "SPADE", quantityMilli: 1_000, amountMinor: 900 }] },
        { order: "pos:2", lines: [] },
      ]);
      expect((await get("scores?from=1")).status).toBe(400);
      expect((await get(`scores?cursor=${(await lines("events"))[0]?.cursor}`)).status).toBe(400);
      expect((await get("events?cursor=x")).status).toBe(400);
      expect((await get("secrets")).status).toBe(400);
    });
  });
}

async function fill(store: Store, [id = 0, other = 0]: readonly number[]): Promise<void> {
  const scaled = 3 * 2 ** ((WEBHOOK_NOW - AFFINITY_EPOCH_MS) / (30 * 86_400_000));
  await store.write([
    sql`insert into purchases (order_key, customer_id, currency, total_minor, at, received_at, source)
      values ('pos:1', ${id}, 'GBP', 900, 1, 1, 'pos'), ('pos:2', ${id}, 'GBP', 0, 1, 1, 'pos')`,
    sql`insert into purchase_lines (order_key, line_no, customer_id, at, product_code, quantity_milli, amount_minor)
      values ('pos:1', 1, ${id}, 1, 'SPADE', 1000, 900)`,
    sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms,
      created_at, updated_at) values (1, 'news', 'N', 't', 't', '[]', '{}', 0, 0, 0, 0)`,
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
      values (${id}, 1, '2026-11-22', 'email', 'accepted', 0, 0), (${id}, 1, '2026-11-23', 'email', 'planned', 0, 0)`,
    sql`insert into click_signals (id, body) values (1, '{}')`,
    sql`insert into clicks (journal_key, message_id, link_no, customer_id, at, network, signals_id, verdict, verdict_version,
      device) values ('a', 1, 0, ${id}, 1, '', 1, 'person', 1, 'phone'), ('b', 0, 0, 0, 1, '', 1, 'machine', 1, '')`,
    sql`insert into consents (customer_id, purpose, state, at, wording, source)
      values (${id}, 'track', 'granted', 1, 'Yes', 'web'), (${id}, 'track', 'withdrawn', 2, 'No', 'web')`,
    sql`insert into affinities (customer_id, category, scaled) values (${id}, 'books', ${scaled}),
      (${id}, 'tools', ${scaled}), (${other}, 'books', ${scaled})`,
  ]);
}
