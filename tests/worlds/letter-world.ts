import { sql } from "drizzle-orm";
import type { OutgoingMessage, PrintContent } from "#channels/channel.ts";
import type { Letterbox } from "#channels/memory/letterbox.ts";
import type { SimulatedTreatment } from "#channels/memory/memory-channel.ts";
import { memoryLetterbox } from "#channels/memory/memory-letterbox.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { USUAL_ADDRESS_FIELDS } from "#customers/postal/address-fields.ts";
import { followAddresses } from "#customers/postal/follow-addresses.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { newsletterContent } from "#messages/content/newsletter-content.ts";
import type { Sender } from "#messages/content/shelf.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { letterHours } from "#messages/print/letter-hours.ts";
import { meteredPrint } from "#messages/print/metered-print.ts";
import { printComposer } from "#messages/print/print-composer.ts";
import {
  findPostalRule,
  printSettingsBody,
  printSettingsOf,
  putPrintSettings,
} from "#messages/print/print-settings.ts";
import { sendDue, type SendReport } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import { tokenKeys } from "#tracking/token.ts";
import type { z } from "zod";
import { addCustomer, addNewsletter, type MessageWorld, messageWorld, START, startPlannerAt } from "./message-world.ts";

const PUBLIC_URL = "https://news.shop.example";

const sender: Sender = {
  vendor: {
    name: "The Shop",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 High Street, Springfield IL 62701",
    palette: brandPalette("#2e5d4b"),
  },
  fromName: "The Shop",
  fromAddress: "news@shop.example",
  domain: "news.shop.example",
};

export type LetterSettings = z.input<typeof printSettingsBody>;

export type LetterWorld = Omit<MessageWorld, "content"> & {
  readonly content: MessageDeps["content"];
  readonly letterbox: Letterbox;
  readonly customers: CustomerDeps;
  /** Brings addresses to what is known of customers. */
  readonly follow: () => Promise<number>;
  readonly put: (settings: LetterSettings) => Promise<unknown>;
  /** Follows addresses, plans, and sends what is due at an instant. */
  readonly turnAt: (at: number) => Promise<SendReport>;
  treat: (message: OutgoingMessage<PrintContent>) => SimulatedTreatment;
  words: string;
};

/** A sender that writes letters: real content, paper, hours and limit over letterboxes in memory. */
export async function letterWorld(
  press: () => Promise<Press>,
  given: LetterSettings = {},
  { store, messageClass = "marketing" }: { readonly store?: Store; readonly messageClass?: string } = {},
): Promise<LetterWorld> {
  const base = await messageWorld(store === undefined ? {} : { store });
  const { clock, secret } = base;
  const actor = { kind: "system", id: "test" } as const;
  for (const name of Object.values(USUAL_ADDRESS_FIELDS)) {
    await declareAttribute({
      deps: base,
      actor,
      input: { name, type: "string", label: name, visibleTo: ["operator"] },
    });
  }
  const put = (settings: LetterSettings) =>
    putPrintSettings({ deps: base, actor, input: printSettingsBody.parse(settings) });
  await put(given);
  await addNewsletter(base.store, "news", { messageClass });
  await base.store.write([sql`update newsletters set channels = '["print"]'`]);
  await startPlannerAt(base.store, START);
  const settings = printSettingsOf(base);
  const { letterbox, ...channel } = memoryLetterbox({ treat: (message) => world.treat(message) });
  let turns = 0;
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  const template: PreparedTemplate = {
    name: "plain",
    staticLinks: [],
    slots: [],
    mergeEmail: () => ok({ subject: "News", preheader: "", html: "<p>News</p>", text: "News" }),
    mergeSms: () => ok("News"),
    mergeVoice: () => ok({ text: "News", language: "en" }),
    mergeLetter: (view) =>
      ok({
        subject: "News",
        text: world.words.replace("{name}", view.customer.firstName ?? "").replace("{url}", view.viewUrl ?? ""),
        language: "en",
        isOwn: true,
      }),
    mergePush: () => ok({}),
  };
  const content = newsletterContent({
    ...base,
    tokens: tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } }),
    publicUrl: PUBLIC_URL,
    shelf: async () => {
      throw new Error("Nothing is chosen here.");
    },
    templates: { newest: async () => ({ id: 1, template }), byId: async () => template },
    sender: async () => sender,
    linkIdsOf: async () => [],
    composers: new Map([["print", printComposer({ secret, settings, press })]]),
  });
  const follow = async () => {
    const rule = await findPostalRule(base.store);
    return rule === undefined ? 0 : followAddresses(base, rule);
  };
  const world: LetterWorld = {
    ...base,
    content,
    channels: new Map([["print", meteredPrint(channel, { ...base, settings })]]),
    hoursOf: async () => {
      const known = await settings();
      return () => letterHours(known);
    },
    letterbox,
    follow,
    put,
    customers: {
      ...base,
      ids: idsFrom(clock, (count) => new Uint8Array(count)),
      defaultCountry: "US",
      projectors: [],
      mergers: [],
    },
    turnAt: async (at) => {
      clock.set(at);
      await follow();
      await planMessages(base.store, at, { planAheadMs: 0, graceMs: 86_400_000 });
      return sendDue(world, worker, 100);
    },
    treat: () => ({ kind: "accept" }),
    words: "Dear {name},\n\nyour picks are here: {url}",
  };
  return world;
}

export type ReaderAddress = {
  readonly lastName?: string;
  readonly line1?: string | null;
  readonly city?: string;
  readonly country?: string;
};

/** A customer who agreed to the news by letter, daily at 08:00, and lives somewhere. */
export async function addLetterReader(
  world: Pick<LetterWorld, "store">,
  code: string,
  { lastName = "Byron", line1 = "12 High Street", city = "Springfield", country = "US" }: ReaderAddress = {},
): Promise<number> {
  const id = await addCustomer(world.store, code, { newsletters: ["news"], email: null });
  await world.store.write([
    sql`update customers set first_name = ${code}, last_name = ${lastName}, country = ${country},
      origins = '{"rest":["test",0]}' where id = ${id}`,
    sql`insert into customer_attributes (customer_id, updated_at, a_address_line1, a_address_city, a_address_region,
      a_address_postcode) values (${id}, 0, ${line1}, ${city}, 'IL', '62701')`,
    sql`update subscriptions set channel = 'print' where customer_id = ${id}`,
    sql`update consent_states set channel = 'print' where customer_id = ${id}`,
    sql`insert into consents (id, customer_id, purpose, channel, topic, state, at, wording, source)
      values (${id * 1_000}, ${id}, 'receive', 'print', 'news', 'granted', 0, 'Yes', 'test')`,
    sql`update consent_states set consent_id = ${id * 1_000} where customer_id = ${id}`,
  ]);
  return id;
}
