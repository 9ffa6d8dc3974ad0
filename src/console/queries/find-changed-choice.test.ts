import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import type { ReplayChoice } from "#messages/content/replay-choice.ts";
import { toQuery } from "#store/store.ts";
import { consoleWorld } from "#tests/worlds/console-world.ts";
import { NOW } from "#tests/worlds/reader-world.ts";
import { changedChoiceQuery, findChangedChoice } from "./find-changed-choice.ts";

const period = { since: NOW - 7 * DAY_MS, now: NOW };

/** Ada clicked SPADE-2 in message 1; message 4 then showed RAKE-1 and LAMP-1. */
async function world() {
  const { deps } = await consoleWorld("https://console.shop.example");
  return deps;
}

const pick = (code: string) => ({ code, slot: "picks", reason: "because others like it", rules: [], score: 1 });

describe("the latest click that changed a choice", () => {
  it("is one without which the next message would have shown something else", async () => {
    const deps = await world();
    const changed = await findChangedChoice(deps, period);
    expect(changed).toMatchObject({ customer: "ada", clickedCode: "SPADE-2", clickedIn: 1, number: 4 });
    expect(changed?.picks.map(({ code }) => code)).toEqual(["RAKE-1", "LAMP-1"]);
    expect(changed?.without.map(({ code }) => code)).toEqual(["SPADE-2", "LAMP-1"]);
  });

  it.each([
    ["falls the same without it, however much it differs from the message before", ["RAKE-1", "LAMP-1"]],
    ["shows the same in another order", ["LAMP-1", "RAKE-1"]],
    ["can't be made again", undefined],
  ])("is none where the choice %s", async (_, codes) => {
    const { store } = await world();
    expect(await findChangedChoice({ store, replay: async () => codes?.map(pick) }, period)).toBeUndefined();
  });

  it("is looked for further back, but only so far", async () => {
    const { store, replay } = await world();
    await store.write([
      sql`insert into clicks (id, journal_key, message_id, link_no, link_id, customer_id, at, network, signals_id, verdict,
          verdict_version, device, settled_at)
        select 1000 + value, 'newer:' || value, 1, 0, 1, 1, ${NOW - 1.5 * 3_600_000} - value, 'n', 1, 'person', 1, 'desktop',
          ${NOW - 3_600_000} from json_each(${JSON.stringify(Array.from({ length: 100 }, (_, index) => index))})`,
      sql`insert into events (message_id, customer_id, kind, name, at, received_at, source)
        select '~click:' || id, 1, 'click', 'click', at, settled_at, 'jumpstation' from clicks where id >= 1000`,
    ]);
    const asked: string[] = [];
    const changing = (eventId: string): ReplayChoice => {
      return async ({ withoutEvent }) => {
        asked.push(withoutEvent);
        return withoutEvent === eventId ? [pick("SPADE-2")] : undefined;
      };
    };
    expect(await findChangedChoice({ store, replay: changing("~click:1020") }, period)).toMatchObject({ number: 4 });
    expect(asked).toHaveLength(21);
    asked.length = 0;
    expect(await findChangedChoice({ store, replay: changing("~click:1") }, period)).toBeUndefined();
    expect(asked).toHaveLength(30);
    await store.write([sql`delete from clicks where id >= 1010`]);
    expect(await findChangedChoice({ store, replay }, period)).toMatchObject({ clickedCode: "SPADE-2" });
  });

  it("is found behind any number of newer clicks that no message followed yet", async () => {
    const { store, replay } = await world();
    // Message 4 is the newest: nothing came after what was clicked in it.
    await store.write([
      sql`insert into clicks (journal_key, message_id, link_no, link_id, customer_id, at, network, signals_id, verdict,
          verdict_version, device, settled_at)
        select 'newer:' || value, 4, 0, 1, 1, ${NOW} - value, 'n', 1, 'person', 1, 'desktop', ${NOW}
        from json_each(${JSON.stringify(Array.from({ length: 500 }, (_, index) => index))})`,
    ]);
    expect(await findChangedChoice({ store, replay }, period)).toMatchObject({ clickedCode: "SPADE-2" });
  });

  it.each([
    ["a machine's", sql`update clicks set verdict = 'machine'`],
    ["one that was not settled when the choice was made", sql`update clicks set settled_at = ${NOW}`],
    ["one from after the message went out", sql`update clicks set at = ${NOW}`],
    ["one that counted for nothing, such as the second of a double click", sql`delete from events`],
    ["one for a category of which nothing was chosen", sql`update links set category = 'bath'`],
  ])("is never %s", async (_, change) => {
    const deps = await world();
    await deps.store.write([change]);
    expect(await findChangedChoice(deps, period)).toBeUndefined();
  });

  it("walks through no table that grows", async () => {
    const { store } = await world();
    const { sql: text, params } = toQuery(changedChoiceQuery(period));
    const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
    const plan = rows.map(({ detail }) => detail).join("\n");
    expect(plan).not.toMatch(/SCAN [abcekwlvp]\b/);
    expect(plan).toMatch(/messages_by_newsletter \(newsletter_id=\? AND occurrence_on=\? AND state=\?\)/);
    expect(plan).toMatch(/messages_once \(customer_id=\? AND newsletter_id=\? AND occurrence_on<\?\)/);
    expect(plan).toMatch(/clicks_by_message \(message_id=\? AND at>\? AND at<\?\)/);
    expect(plan).toMatch(/SEARCH v USING .*\(message_id=\?\)/);
  });
});
