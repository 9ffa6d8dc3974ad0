import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { findDevices } from "#clicks/devices/find-devices.ts";
import { forgetDevices, relearnDevices } from "#clicks/devices/relearn-devices.ts";
import { compileTest } from "#content/compile-rule.ts";
import { manualClock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter, START } from "#tests/worlds/message-world.ts";
import { countRule } from "./count-rule.ts";
import { loadRuleCustomer } from "./load-customer.ts";
import { checkSegmentRule } from "./segment-rule.ts";
import { loadSegmentVocabulary } from "./segment-vocabulary.ts";

type Told = { readonly device: string; readonly verdict?: string; readonly linkNo?: number };

/** Ada's clicks, the oldest first, each on a message of its own. */
async function world(clicks: readonly Told[]) {
  const store = await freshStore();
  await addNewsletter(store, "news");
  const ada = await addCustomer(store, "ada", { newsletters: ["news"] });
  await addCustomer(store, "ben", { newsletters: ["news"] });
  for (const [index, { device, verdict = "person", linkNo = 0 }] of clicks.entries()) {
    await store.write([
      sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
        values (${index + 1}, ${ada}, 1, ${`day ${index}`}, 'email', 'accepted', 0, 0)`,
      sql`insert into clicks (journal_key, message_id, link_no, customer_id, at, network, signals_id, verdict, verdict_version, device)
        values (${`k${index}`}, ${index + 1}, ${linkNo}, ${ada}, ${START + index}, '', 1, ${verdict}, 1, ${device})`,
    ]);
  }
  await store.write(relearnDevices(sql`select ${ada}`));
  return { store, ada };
}

const times = (count: number, told: Told) => Array.from({ length: count }, () => told);

async function answers(store: Store, customerId: number, when: string) {
  const vocabulary = await loadSegmentVocabulary(store);
  const counted = await countRule({ store, clock: manualClock(START) }, { when, exact: true });
  const rule = checkSegmentRule(when, vocabulary);
  if (!rule.ok || !counted.ok) throw new Error("The rule does not stand.");
  const customer = await loadRuleCustomer(store, { customerId, fields: vocabulary.customer, now: START });
  const context = { slot: "", channel: "", locale: "en", date: "2026-11-22", nowMs: START, attributes: {} };
  const product = { id: 0, code: "", category: "", price: 0, currency: "", tags: [], launched: "", attributes: {} };
  return { sql: counted.value.exact, cel: compileTest(rule.value.expr)({ customer, context, product } as never) };
}

describe("the device that a customer reads on", () => {
  it("is what most of her newest clicks came from, by people alone", async () => {
    const { store, ada } = await world([
      ...times(30, { device: "phone" }),
      ...times(12, { device: "pda" }),
      ...times(8, { device: "desktop" }),
      ...times(40, { device: "tablet", verdict: "machine" }),
      ...times(9, { device: "tablet", linkNo: 255 }),
    ]);
    expect(await findDevices(store, ada)).toEqual({ device: "pda", phone: 0, pda: 12, tablet: 0, desktop: 8 });
  });

  it("is asked for by rules, and both back ends answer alike", async () => {
    const { store, ada } = await world(times(2, { device: "pda" }));
    expect(await answers(store, ada, 'customer.device == "pda"')).toEqual({ sql: 1, cel: true });
    expect(await answers(store, ada, 'has(customer.device) && customer.device != "pda"')).toEqual({
      sql: 0,
      cel: false,
    });
  });

  it("follows the verdicts when they change, and counting again gives the same", async () => {
    const { store, ada } = await world([...times(3, { device: "phone" }), ...times(4, { device: "desktop" })]);
    await store.write(relearnDevices(sql`select ${ada}`));
    expect(await findDevices(store, ada)).toMatchObject({ device: "desktop", phone: 3, desktop: 4 });
    await store.write([
      sql`update clicks set verdict = 'machine' where device = 'desktop'`,
      ...relearnDevices(sql`select ${ada}`),
    ]);
    expect(await findDevices(store, ada)).toMatchObject({ device: "phone", phone: 3, desktop: 0 });
    await store.write([sql`update clicks set verdict = 'machine'`, ...relearnDevices(sql`select ${ada}`)]);
    expect(await findDevices(store, ada)).toBeUndefined();
    expect((await answers(store, ada, 'customer.device == "phone"')).sql).toBe(0);
  });

  it("is forgotten with the consent to be followed", async () => {
    const { store, ada } = await world(times(2, { device: "pda" }));
    await store.write(forgetDevices({ sql: "select ?", params: [ada] }));
    expect(await findDevices(store, ada)).toBeUndefined();
    expect(await answers(store, ada, "has(customer.device)")).toEqual({ sql: 0, cel: false });
  });
});
