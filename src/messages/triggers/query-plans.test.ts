import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { forgetSends } from "#messages/transactional/forget-sends.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import { type Query, type Statement, type Store, toQuery } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { actor, addReader, triggeredWorld } from "#tests/worlds/triggered-world.ts";
import { countEntries } from "./count-entries.ts";
import { listEntries } from "./list-entries.ts";
import { rehearseTrigger } from "./rehearse-trigger.ts";

/** Tables that grow with customers, what they do and what they are sent. */
const BIG =
  /\b(customers|events|messages|trigger_entries|message_data|idempotency_keys|consents|consent_states|segment_changes|import_changes|purchase_lines|suppressions|customer_attributes)\b/;

function watched(inner: Store, seen: Map<string, Query>): Store {
  const watch = (statement: Statement) => {
    const query = toQuery(statement);
    seen.set(query.sql, query);
    return statement;
  };
  return {
    ...inner,
    read: (statement) => inner.read(watch(statement)),
    write: (statements) => inner.write(statements.map(watch)),
  };
}

/** Steps of the plan that walk through a whole table that grows; a page in the order of a key may. */
async function walksOf(store: Store, { sql: text, params }: Query): Promise<readonly string[]> {
  const plan = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
  const details = plan.map(({ detail }) => detail);
  const isPage =
    /order by[\s\S]*limit/i.test(text) && !details.some((detail) => detail.includes("TEMP B-TREE FOR ORDER"));
  return details.filter((detail) => {
    if (!detail.startsWith("SCAN ") || detail.includes("VIRTUAL TABLE") || isPage) return false;
    const alias = detail.split(" ")[1] ?? "";
    const named = new RegExp(`\\b(\\w+)\\s+(?:as\\s+)?${alias}\\b`).exec(text)?.[1] ?? "";
    return BIG.test(alias) || BIG.test(named);
  });
}

it("neither the pass, the exits, the claim, the numbers, a rehearsal nor an acceptance walks through a table that grows", async () => {
  const store = await freshStore();
  const seen = new Map<string, Query>();
  const here = await triggeredWorld(watched(store, seen));
  for (const code of ["ada", "bea"]) await addReader(here.store, code, ["baskets"]);
  seen.clear();
  const message = { template: "nudge", topic: "baskets" };
  const name = "Basket Updated";
  await store.write([
    sql`insert into segments (code, title, source, is_timed, created_at, updated_at) values ('lapsed', 'l', 'true', 1, 0, 0)`,
  ]);
  await here.live("basket", {
    title: "Basket",
    when: { kind: "event", name, if: 'did("purchase", {}, 9) == 0 && affinity("x") < 1.0 && !inSegment("lapsed")' },
    wait: { kind: "for", minutes: 60 },
    message,
    exit: { events: [{ name: "Order Completed" }], when: 'did("Order Completed") > 99' },
    again: { kind: "days", days: 2 },
    restarts: true,
  });
  await here.live("lapsed", { title: "L", when: { kind: "segment", segment: "lapsed" }, message });
  await here.live("welcome", { title: "W", when: { kind: "consent" }, message });
  await here.live("birthday", {
    title: "B",
    when: { kind: "date", of: "birthday" },
    wait: { kind: "clock", days: 0, minute: 540 },
    message,
    again: { kind: "each" },
  });
  await here.happen("ada", name);
  await here.happen("bea", name);
  await here.happen("bea", "Order Completed");
  await here.follow();
  here.clock.advance(HOUR_MS);
  await here.turn();
  expect(here.sentTo()).toEqual(["ada"]);
  await countEntries(here.store, 1);
  await listEntries(here.store, { triggerId: 1, outcome: "sent", limit: 10 });
  await rehearseTrigger(here, { code: "basket", days: 7 });
  for (const to of [{ customer: "ada" }, { address: "gil@people.example" }]) {
    const input = sendBody.parse({ to, template: { name: "receipt" }, data: { order: "1" } });
    await acceptMessage({ deps: here.sends, actor, key: JSON.stringify(to), input });
  }
  await here.turn();
  await forgetSends(here);
  const walks: string[] = [];
  for (const query of seen.values()) {
    if (!/^\s*(select|insert|update|delete)\b/i.test(query.sql)) continue;
    const found = await walksOf(store, query);
    walks.push(...found.map((detail) => `${detail}: ${query.sql.replaceAll(/\s+/g, " ").slice(0, 160)}`));
  }
  expect(seen.size).toBeGreaterThan(60);
  expect(walks).toEqual([]);
});
