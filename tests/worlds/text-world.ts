import { sql } from "drizzle-orm";
import { memoryPhone } from "#channels/memory/memory-phone.ts";
import type { SimulatedTreatment } from "#channels/memory/memory-channel.ts";
import type { Phone } from "#channels/memory/phone.ts";
import type { OutgoingMessage, SmsContent } from "#channels/channel.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { newsletterContent } from "#messages/content/newsletter-content.ts";
import type { Sender } from "#messages/content/shelf.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { numberHours } from "#messages/phone/number-hours.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue, type SendReport } from "#messages/send/send-due.ts";
import { meteredSms } from "#messages/sms/metered-sms.ts";
import { smsComposer } from "#messages/sms/sms-composer.ts";
import { putSmsSettings, type SmsSettings, smsSettingsBody, smsSettingsOf } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import { tokenKeys } from "#tracking/token.ts";
import { addCustomer, addNewsletter, type MessageWorld, messageWorld, START, startPlannerAt } from "./message-world.ts";

export const PUBLIC_URL = "https://news.shop.example";

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

export type TextWorld = Omit<MessageWorld, "content"> & {
  readonly content: MessageDeps["content"];
  readonly phone: Phone;
  /** Deps of the rooms below, for what comes in. */
  readonly customers: CustomerDeps;
  readonly settings: () => Promise<SmsSettings>;
  /** Plans and sends what is due at an instant. */
  readonly turnAt: (at: number, limit?: number) => Promise<SendReport>;
  treat: (message: OutgoingMessage<SmsContent>) => SimulatedTreatment;
  words: string;
};

export type TextSettings = Partial<SmsSettings> & Pick<SmsSettings, "senders">;

/** A sender that writes texts: real content, pool and meters over telephones in memory. */
export async function textWorld(
  given: TextSettings,
  {
    store,
    publicUrl = PUBLIC_URL,
    messageClass = "marketing",
  }: { store?: Store; publicUrl?: string; messageClass?: string } = {},
): Promise<TextWorld> {
  const base = await messageWorld(store === undefined ? {} : { store });
  const { clock, secret } = base;
  await putSmsSettings({
    deps: base,
    actor: { kind: "system", id: "test" },
    input: smsSettingsBody.parse({ quietHours: [], ...given }),
  });
  await addNewsletter(base.store, "news", { messageClass });
  await base.store.write([sql`update newsletters set channels = '["sms"]'`]);
  await startPlannerAt(base.store, START);
  const settings = smsSettingsOf(base);
  const { phone, ...channel } = memoryPhone({ treat: (message) => world.treat(message) });
  let turns = 0;
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  const template: PreparedTemplate = {
    name: "plain",
    staticLinks: [],
    slots: [],
    mergeEmail: () => ok({ subject: "News", preheader: "", html: "<p>News</p>", text: "News" }),
    mergeSms: (view) => ok(world.words.replace("{name}", view.customer.firstName ?? "")),
    mergeVoice: (view) => ok({ text: world.words, language: view.customer.locale }),
    mergeLetter: (view) => ok({ subject: "", text: world.words, language: view.customer.locale, isOwn: true }),
    mergePush: () => ok({}),
  };
  const content = newsletterContent({
    ...base,
    tokens: tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } }),
    publicUrl,
    shelf: async () => {
      throw new Error("Nothing is chosen here.");
    },
    templates: { newest: async () => ({ id: 1, template }), byId: async () => template },
    sender: async () => sender,
    linkIdsOf: async () => [],
    composers: new Map([["sms", smsComposer({ ...base, publicUrl, settings })]]),
  });
  const world: TextWorld = {
    ...base,
    content,
    channels: new Map([["sms", meteredSms(channel, { ...base, settings })]]),
    hoursOf: async () => {
      const known = await settings();
      return ({ address, zone }) => numberHours(known, address, zone);
    },
    phone,
    settings,
    customers: {
      ...base,
      ids: idsFrom(clock, (count) => new Uint8Array(count)),
      defaultCountry: "US",
      projectors: [],
      mergers: [],
    },
    turnAt: async (at, limit = 100) => {
      clock.set(at);
      await planMessages(base.store, at, { planAheadMs: 0, graceMs: 86_400_000 });
      return sendDue(world, worker, limit);
    },
    treat: () => ({ kind: "accept" }),
    words: "The Shop: your picks. Stop: STOP",
  };
  return world;
}

/** A customer who agreed to the news by text, daily at 08:00 in her zone. */
export async function addTextReader(
  world: TextWorld,
  code: string,
  { phone, zone, minute }: { readonly phone: string; readonly zone?: string; readonly minute?: number },
): Promise<number> {
  const id = await addCustomer(world.store, code, {
    newsletters: ["news"],
    email: null,
    ...(zone === undefined ? {} : { zone }),
    ...(minute === undefined ? {} : { minute }),
  });
  await world.store.write([
    sql`update customers set phone = ${phone}, phone_hash = ${hashAddress(world.secret, "phone", phone)},
      first_name = ${code} where id = ${id}`,
    sql`update subscriptions set channel = 'sms' where customer_id = ${id}`,
    sql`update consent_states set channel = 'sms' where customer_id = ${id}`,
    sql`insert into consents (id, customer_id, purpose, channel, topic, state, at, wording, source)
      values (${id * 1_000}, ${id}, 'receive', 'sms', 'news', 'granted', 0, 'Yes', 'test')`,
    sql`update consent_states set consent_id = ${id * 1_000} where customer_id = ${id}`,
  ]);
  return id;
}
