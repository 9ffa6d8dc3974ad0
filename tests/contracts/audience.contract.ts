import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { putSegment } from "#segments/put-segment.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import type { Store } from "#store/store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  plainContent,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;

/** What a newsletter's audience promises on every database. */
export function audienceContract(name: string, makeStore: () => Promise<Store>): void {
  const planned = async (meanwhile: (store: Store) => Promise<unknown> = async () => undefined) => {
    const store = await makeStore();
    const content: ContentSource = {
      prepare: async (messages) => {
        await meanwhile(store);
        return plainContent.prepare(messages);
      },
    };
    const deps = await messageWorld({ store, content });
    await addNewsletter(store, "news");
    await startPlannerAt(store, START);
    for (const code of ["ada", "ben"]) await addCustomer(store, code, { newsletters: ["news"] });
    const segment = { title: "Buyers", when: `did("purchase") >= 1` };
    const put = await putSegment({ deps, actor: { kind: "system", id: "test" }, input: { code: "buyers", segment } });
    expect(put.ok).toBe(true);
    await store.write([sql`update newsletters set audience = 'buyers'`]);
    deps.clock.set(EIGHT);
    await planMessages(store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
    const send = async () => {
      await sendDue(deps, { name: "w", nextTurn: () => 1 }, 100);
      return deps.channel.log.map(({ to }) => to);
    };
    return { ...deps, send };
  };
  const buy = (store: Store, code: string) =>
    store.write([
      sql`insert into purchase_lines (order_key, line_no, customer_id, at, product_code, quantity_milli, amount_minor)
        select ${code}, 1, id, 0, 'P1', 1000, 100 from customers where code = ${code}`,
    ]);

  describe(`an audience on ${name}`, () => {
    it("is asked at the claim: who entered after the plan gets the letter, who is not in it is skipped", async () => {
      const world = await planned();
      await buy(world.store, "ada");
      await refreshSegments(world);
      expect(await world.send()).toEqual(["ada@people.example"]);
      expect(await statesOf(world.store)).toEqual({ accepted: 1, "skipped:not_in_audience": 1 });
    });

    it("is asked once more before the request: who left between claim and request gets nothing", async () => {
      const world = await planned(async (store) => {
        await store.write([sql`delete from segment_members`]);
      });
      await buy(world.store, "ada");
      await refreshSegments(world);
      expect(await world.send()).toEqual([]);
      expect(await statesOf(world.store)).toEqual({ "skipped:not_in_audience": 2 });
    });
  });
}
