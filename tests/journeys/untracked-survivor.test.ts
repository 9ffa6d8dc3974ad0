import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { recordConsent } from "#customers/record-consent.ts";
import { recordEvents } from "#customers/record-events.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { mergers } from "#entry/mergers.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import { ingestWorld, NOON } from "#tests/contracts/ingest-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter } from "#tests/worlds/message-world.ts";

const actor = { kind: "operator", id: "test", scopes: [] } as const;

/** ada agreed to be tracked, clicked on the garden in a mail and bought for the kitchen. bea is the same person. */
async function twoRecords() {
  const store = await freshStore();
  const { deps } = await ingestWorld(store, {
    projectors: [affinityProjector(), clickProjector],
    mergers,
  });
  const newsletter = await addNewsletter(store, "news");
  const ada = await addCustomer(store, "ada", { newsletters: ["news"] });
  const bea = await addCustomer(store, "bea", { newsletters: ["news"] });
  const consent = (code: string, state: "granted" | "withdrawn", at: number) =>
    recordConsent({
      deps,
      code,
      input: { purpose: "track", channel: "", topic: "", state, wording: "Yes.", at, source: "test" },
    });
  await consent("ada", "granted", NOON - 2);
  await store.write([
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
      values (${ada}, ${newsletter}, '2026-11-20', 'email', 'accepted', 0, 0)`,
    sql`insert into clicks (journal_key, message_id, link_no, customer_id, at, network, signals_id, verdict, verdict_version,
        device, settled_at, origin_id, origin_no)
      select 'journal:0', id, 0, ${ada}, ${NOON}, 'network', 1, 'person', 1, 'desktop', ${NOON}, 1, 0 from messages`,
  ]);
  const click = { messageId: "click:1", customerId: ada, kind: "click", name: "click", category: "garden" } as const;
  await recordEvents(deps, [{ ...click, at: NOON, source: "jumpstation" }]);
  const lines = [{ productCode: "PAN", category: "kitchen", quantityMilli: 1_000, amountMinor: 500 }];
  await recordPurchase({ deps, code: "ada", input: { orderId: "O1", currency: "GBP", lines } });
  const kept = async () => ({
    affinities: await store.read(sql`select customer_id as customer, category from affinities order by category`),
    clicks: await store.read(
      sql`select customer_id as customer, message_id as message, network, origin_id as origin from clicks`,
    ),
    clickEvents: await store.read(sql`select customer_id as customer from events where kind = 'click'`),
    messages: await store.read(sql`select customer_id as customer from messages`),
  });
  const merge = () => mergeCustomers({ deps, actor, input: { from: "ada", into: "bea" } });
  return { ada, bea, consent, kept, merge };
}

const named = (customer: number) => ({
  affinities: [
    { customer, category: "garden" },
    { customer, category: "kitchen" },
  ],
  clicks: [{ customer, message: 1, network: "network", origin: 1 }],
  clickEvents: [{ customer }],
  messages: [{ customer }],
});
const unnamed = (customer: number) => ({
  affinities: [{ customer, category: "kitchen" }],
  clicks: [{ customer: 0, message: 0, network: "", origin: null }],
  clickEvents: [],
  messages: [{ customer }],
});

describe("a record that is merged into a customer", () => {
  it("who withdrew her consent to be tracked brings her what was bought, and nothing of what was clicked", async () => {
    const { ada, bea, consent, kept, merge } = await twoRecords();
    expect(await kept()).toEqual(named(ada));
    await consent("bea", "withdrawn", NOON - 1);
    expect(await kept()).toEqual(named(ada));
    expect(await merge()).toMatchObject({ ok: true, value: { code: "bea", isTracked: false } });
    expect(await kept()).toEqual(unnamed(bea));
  });

  it("whose own word is older than the grant brings her the clicks too, until she withdraws", async () => {
    const { bea, consent, kept, merge } = await twoRecords();
    await consent("bea", "withdrawn", NOON - 3);
    expect(await merge()).toMatchObject({ ok: true, value: { isTracked: true } });
    expect(await kept()).toEqual(named(bea));
    await consent("bea", "withdrawn", NOON);
    expect(await kept()).toEqual(unnamed(bea));
  });
});
