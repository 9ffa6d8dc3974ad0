import { sql, type SQL } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ProductSet } from "#content/product.ts";
import { prepareSelector } from "#content/select.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { DAY_MS, manualClock } from "#kernel/clock.ts";
import { choosingDeps } from "#tests/worlds/choosing-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { loadReaders } from "./load-readers.ts";
import { choose, pickOf } from "./newsletter-content.ts";
import { replayChoice } from "./replay-choice.ts";
import type { Shelf, ShelfProduct } from "./shelf.ts";

const START = Date.UTC(2026, 10, 22, 9);
const slots = [{ name: "picks", size: 3 }];

const product = (id: number, category: string): ShelfProduct & ProductSet => ({
  id,
  code: `${category}-${id}`,
  category,
  tags: [],
  attributes: {},
  priceMinor: 100,
  currency: "EUR",
  imageUrl: "https://shop.example/p.png",
  linkUrl: "https://shop.example/p",
  copy: () => ({ title: "A thing", body: "" }),
});
const six = (category: string, from: number) =>
  Array.from({ length: 6 }, (_, index) => product(from + index, category));
const assortment = [...six("outdoor", 1), ...six("lighting", 11)];

function shelfOf(products: typeof assortment): Shelf {
  const vocabulary = { customer: {}, product: {}, context: {} };
  const selector = prepareSelector({ products, rules: [], slots, vocabulary });
  if (!selector.ok) throw new Error(selector.error[0]?.message);
  return {
    selector: selector.value,
    productById: new Map(products.map((one) => [one.id, one])),
    idByCode: new Map(products.map((one) => [one.code, one.id])),
    popularityById: new Map(),
    eventNames: [],
    attributeNames: [],
  };
}

/** Ada allowed to be tracked and looked at lighting twice; message 1 of yesterday showed her three lamps. */
async function world() {
  const clock = manualClock(START - 3 * DAY_MS);
  const store = await freshStore();
  const deps = choosingDeps({ store, clock });
  const shelf = shelfOf(assortment);
  let serial = 0;
  const tell = async (category: string, more: Partial<Fact> = {}) => {
    serial += 1;
    clock.advance(1_000);
    const fact = {
      messageId: `e${serial}`,
      customer: "ada",
      kind: "page",
      name: "p",
      category,
      productCode: null,
    } as const;
    const rest = { properties: {}, at: clock.now(), source: "web", channel: "" };
    await recordFacts(deps, { by: "code", facts: [{ ...fact, ...rest, ...more }] });
    return more.messageId ?? `e${serial}`;
  };
  await store.write([
    sql`insert into customers (code, locale, zone, created_at, updated_at) values ('ada', 'en', 'UTC', 0, 0)`,
    sql`insert into newsletters (id, code, title, topic, template_name, slots, default_pace, default_minute, grace_ms, created_at,
      updated_at) values (1, 'news', 'News', 'news', 't', ${JSON.stringify(slots)}, '{}', 0, 0, 0, 0)`,
    ...assortment.map(({ id, code, category }) => link(id, code, category)),
  ]);
  const consent = { purpose: "track", channel: "", topic: "", state: "granted", wording: "Yes.", proof: {} } as const;
  await tell("", { category: null, kind: "track", consents: [consent] });
  for (const category of ["lighting", "lighting"]) await tell(category);
  /** Chooses now, as a sender does, and keeps what it keeps. */
  const send = async (id: number, occurrenceOn: string) => {
    clock.advance(DAY_MS);
    const now = clock.now();
    const question = { customerIds: [1], now, eventNames: [], attributeNames: [] };
    const reader = (await loadReaders(store, question)).get(1);
    const about = { customerId: 1, locale: "en", zone: "UTC", channel: "email", newsletterCode: "news", occurrenceOn };
    const picks = choose(shelf, { message: about, reader, now }).map(({ item }) => pickOf(item));
    const ids = picks.map(({ code }) => shelf.idByCode.get(code));
    await store.write([
      sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, accepted_at, inputs, links)
        values (${id}, 1, 1, ${occurrenceOn}, 'email', 'accepted', 0, 0, ${now + 50}, ${JSON.stringify({ date: now, picks })},
          ${JSON.stringify(ids)})`,
    ]);
    return picks.map(({ code }) => code);
  };
  const replay = replayChoice({ store, shelf: async () => shelf });
  const codes = async (messageNumber: number, withoutEvent: string) =>
    (await replay({ messageNumber, withoutEvent }))?.map(({ code }) => code);
  await send(1, "2026-11-20");
  return { store, clock, tell, send, codes };
}

function link(id: number, code: string, category: string): SQL {
  return sql`insert into links (id, destination, kind, product_code, category, created_at)
    values (${id}, ${`https://shop.example/${code}`}, 'product', ${code}, ${category}, 0)`;
}

const categoriesOf = (codes: readonly string[] | undefined) => codes?.map((code) => code.split("-")[0]);

describe("a choice that is made again without one event", () => {
  it("shows what the event brought about, and nothing that came from time or from what was shown before", async () => {
    const { tell, send, codes } = await world();
    const click = await tell("outdoor", { kind: "click", messageId: "click" });
    const shown = await send(2, "2026-11-21");
    expect(categoriesOf(shown)).toEqual(["outdoor", "outdoor", "outdoor"]);
    expect(categoriesOf(await codes(2, click))).toEqual(["lighting", "lighting", "lighting"]);
  });

  it("is the same where others rotated in for those that had been shown, and the event had no part in it", async () => {
    const { tell, send, codes } = await world();
    for (const _ of [1, 2, 3]) await tell("outdoor");
    const before = await send(2, "2026-11-21");
    const click = await tell("outdoor", { kind: "click", messageId: "click" });
    const after = await send(3, "2026-11-22");
    expect(categoriesOf([...before, ...after])).toEqual(Array.from({ length: 6 }, () => "outdoor"));
    expect(new Set([...before, ...after]).size).toBe(6);
    expect(await codes(3, click)).toEqual(after);
  });

  it("knows nothing of what came in later", async () => {
    const { tell, send, codes } = await world();
    const click = await tell("outdoor", { kind: "click", messageId: "click" });
    await send(2, "2026-11-21");
    const told = await codes(2, click);
    for (const _ of [1, 2, 3]) await tell("lighting", { kind: "click" });
    const line = { productCode: told?.[0] ?? "", category: "lighting", quantityMilli: 1_000, amountMinor: 100 };
    const purchase = { orderKey: "o", currency: "EUR", totalMinor: 100, lines: [line] };
    await tell("", { category: null, kind: "track", purchase, at: START - 3 * DAY_MS });
    await send(3, "2026-11-22");
    expect(await codes(2, click)).toEqual(told);
  });

  it.each([
    ["she ended being tracked", sql`update customers set is_tracked = 0`],
    ["she was merged", sql`update customers set merged_into = 9`],
    ["she was erased", sql`update customers set erased_at = 1`],
    ["nothing is kept of the message", sql`update messages set inputs = null`],
    [
      "it showed something else, by rules or products of another day",
      sql`update messages set
      inputs = json_set(inputs, '$.picks[0].code', 'gone-1')`,
    ],
    [
      "she wanted less of something",
      sql`update events set kind = 'choice', name = 'Less Wanted' where message_id = 'e2'`,
    ],
    ["there is no such message", sql`delete from messages`],
  ])("is not told where %s", async (_, change) => {
    const { store, tell, send, codes } = await world();
    await tell("outdoor", { kind: "click", messageId: "click" });
    await send(2, "2026-11-21");
    await store.write([change]);
    expect(await codes(2, "click")).toBeUndefined();
  });
});
