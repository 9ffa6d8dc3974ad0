import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ProductSet } from "#content/product.ts";
import { prepareSelector } from "#content/select.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { tokenKeys } from "#tracking/token.ts";
import { newsletterContent, type NewsletterContentDeps } from "./newsletter-content.ts";
import type { Sender, Shelf, ShelfProduct } from "./shelf.ts";

const EIGHT = START + 8 * HOUR_MS;
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };
const slot = { name: "picks", size: 3 };

const product = (id: number, validUntil?: number): ShelfProduct & ProductSet => ({
  id,
  code: `P${id}`,
  category: "garden",
  tags: [],
  attributes: {},
  priceMinor: 100,
  currency: "EUR",
  imageUrl: "https://shop.example/p.png",
  linkUrl: "https://shop.example/p",
  validUntil,
  copy: () => ({ title: "A thing", body: "" }),
});

/** Says the same to everybody: the subject here is what stands around the words. */
const template: PreparedTemplate = {
  name: "plain",
  staticLinks: [],
  slots: [slot.name],
  mergeEmail: () => ok({ subject: "News", preheader: "", html: "<p>News</p>", text: "News" }),
  mergeSms: () => ok("News"),
  mergeVoice: () => ok({ text: "News", language: "en" }),
  mergeLetter: () => ok({ subject: "", text: "", language: "en", isOwn: false }),
  mergePush: () => ok({}),
};

const sender: Sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 High Street",
    palette: brandPalette("#2e5d4b"),
  },
  fromName: "The Shop",
  fromAddress: "news@shop.example",
  domain: "news.shop.example",
};

function contentOf(
  deps: Pick<NewsletterContentDeps, "store" | "clock">,
  products: ReadonlyArray<ShelfProduct & ProductSet>,
  publicUrl = "https://news.shop.example",
) {
  const selector = prepareSelector({
    products,
    rules: [],
    slots: [slot],
    vocabulary: { customer: {}, product: {}, context: {} },
  });
  if (!selector.ok) throw new Error(selector.error[0]?.message);
  const shelf: Shelf = {
    selector: selector.value,
    productById: new Map(products.map((one) => [one.id, one])),
    idByCode: new Map(products.map((one) => [one.code, one.id])),
    popularityById: new Map(),
    eventNames: [],
    attributeNames: [],
  };
  return newsletterContent({
    ...deps,
    tokens: tokenKeys({ active: { id: 0, key: secretFrom(new Uint8Array(32).fill(1)).keyFor("link/0") } }),
    publicUrl,
    unsubscribeMailbox: "leave@shop.example",
    shelf: async () => shelf,
    templates: { newest: async () => ({ id: 1, template }), byId: async () => template },
    sender: async () => sender,
    linkIdsOf: async (targets) => targets.map((_, index) => index + 1),
  });
}

async function world(products: ReadonlyArray<ShelfProduct & ProductSet>, messageClass = "marketing") {
  const base = await messageWorld();
  await addNewsletter(base.store, "news", { messageClass });
  await base.store.write([sql`update newsletters set slots = ${JSON.stringify([slot])}`]);
  await addCustomer(base.store, "ada", { newsletters: ["news"] });
  await startPlannerAt(base.store, START);
  base.clock.set(EIGHT);
  await planMessages(base.store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
  return { ...base, content: contentOf(base, products) };
}

describe("a newsletter", () => {
  it("names the link and then the vendor's mailbox as ways to leave, a service notice neither", async () => {
    const marketing = await world([product(1)]);
    await sendDue(marketing, worker, 10);
    const [mail] = marketing.channel.log;
    expect(mail?.content.unsubscribeUrl).toMatch(/^https:\/\/news\.shop\.example\/u\/[\w-]{35}$/);
    const token = mail?.content.unsubscribeUrl?.split("/").at(-1);
    expect(mail?.content.unsubscribeMailto).toBe(`mailto:leave@shop.example?subject=unsubscribe%20${token}`);
    const notice = await world([product(1)], "transactional");
    await sendDue(notice, worker, 10);
    expect(Object.keys(notice.channel.log[0]?.content ?? {})).not.toContain("unsubscribeMailto");
  });

  it("is tried again only until the first of its offers is over", async () => {
    const deps = await world([product(1), product(2, EIGHT + HOUR_MS), product(3, EIGHT + 5 * HOUR_MS)]);
    const triedAt: number[] = [];
    deps.channel.answer = () => {
      triedAt.push(deps.clock.now());
      return { kind: "deferred", reason: "busy" };
    };
    for (let minutes = 0; minutes < 180; minutes += 5) {
      deps.clock.set(EIGHT + minutes * MINUTE_MS);
      await sendDue(deps, worker, 10);
    }
    expect(triedAt.length).toBeGreaterThan(3);
    expect(triedAt.at(-1)).toBeLessThan(EIGHT + HOUR_MS);
    expect(await statesOf(deps.store)).toEqual({ "rejected:gave_up": 1 });
  });

  it("that nobody sent until an offer was over is given up, without another try", async () => {
    const deps = await world([product(1, EIGHT + HOUR_MS)]);
    deps.channel.answer = () => ({ kind: "deferred", reason: "busy" });
    await sendDue(deps, worker, 10);
    deps.clock.set(EIGHT + 2 * HOUR_MS);
    await sendDue(deps, worker, 10);
    expect(deps.channel.tries).toHaveLength(1);
    expect(await statesOf(deps.store)).toEqual({ "rejected:gave_up": 1 });
  });

  it("without https for its links is refused at the start", async () => {
    const base = await messageWorld();
    expect(() => contentOf(base, [], "http://news.shop.example")).toThrow(/PUBLIC_URL/);
  });
});
