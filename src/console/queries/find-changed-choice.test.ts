import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { toQuery } from "#store/store.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";
import { NOW } from "#tests/worlds/reader-world.ts";
import { changedChoiceQuery, findChangedChoice } from "./find-changed-choice.ts";

const period = { since: NOW - 7 * DAY_MS, now: NOW };
const world = () => consoleWorld("https://console.shop.example");

describe("the latest click that changed a choice", () => {
  it("is found behind any number of newer clicks that no message followed yet", async () => {
    const { store } = await world();
    const first = await findChangedChoice(store, period);
    expect(first).toMatchObject({ customer: "ada", clickedCode: "SPADE-2", gained: ["RAKE-1"] });
    // Message 4 is the newest: nothing came after what was clicked in it.
    await store.write([
      sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, signals_id, verdict,
          verdict_version, device, settled_at)
        select 'newer:' || value, 4, 0, 1, 1, ${NOW} - value, 'n', 1, 'person', 1, 'desktop', ${NOW}
        from json_each(${JSON.stringify(Array.from({ length: 500 }, (_, index) => index))})`,
    ]);
    expect(await findChangedChoice(store, period)).toEqual(first);
  });

  it("is never a machine's, one that is not settled, or one from after the message went out", async () => {
    const { store } = await world();
    for (const change of [sql`verdict = 'machine'`, sql`settled_at = null`, sql`at = ${NOW}`]) {
      const fresh = await world();
      await fresh.store.write([sql`update clicks set ${change}`]);
      expect(await findChangedChoice(fresh.store, period)).toBeUndefined();
    }
    expect(await findChangedChoice(store, period)).toBeDefined();
  });

  it("walks through no table that grows", async () => {
    const { store } = await world();
    const { sql: text, params } = toQuery(changedChoiceQuery(period));
    const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
    const plan = rows.map(({ detail }) => detail).join("\n");
    expect(plan).not.toMatch(/SCAN [abcekwl]\b/);
    expect(plan).toMatch(/messages_by_newsletter \(newsletter_id=\? AND occurrence_on=\? AND state=\?\)/);
    expect(plan).toMatch(/messages_once \(customer_id=\? AND newsletter_id=\? AND occurrence_on<\?\)/);
    expect(plan).toMatch(/clicks_by_message \(message_id=\? AND at>\? AND at<\?\)/);
  });
});
