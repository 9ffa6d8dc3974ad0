import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import type { Channel, OutgoingMessage, VoiceContent } from "#channels/channel.ts";
import type { Calls } from "#channels/memory/calls.ts";
import { memoryCaller } from "#channels/memory/memory-caller.ts";
import type { SimulatedTreatment } from "#channels/memory/memory-channel.ts";
import { linkShelf } from "#clicks/link-statements.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { idsFrom } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { mountVoice } from "#messages/callbacks/twilio/mount-voice.ts";
import { newsletterContent } from "#messages/content/newsletter-content.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { numberHours } from "#messages/phone/number-hours.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import { sendDue, type SendReport } from "#messages/send/send-due.ts";
import { meteredVoice } from "#messages/voice/metered-voice.ts";
import type { VoiceCallDeps } from "#messages/voice/calls/call-deps.ts";
import { voiceComposer } from "#messages/voice/voice-composer.ts";
import {
  putVoiceSettings,
  type VoiceSettings,
  voiceSettingsBody,
  voiceSettingsOf,
} from "#messages/voice/voice-settings.ts";
import type { Store } from "#store/store.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import { tokenKeys } from "#tracking/token.ts";
import { addCustomer, addNewsletter, type MessageWorld, messageWorld, START, startPlannerAt } from "./message-world.ts";

export const VOICE_URL = "https://news.shop.example";
const TOKEN = "token";

const vendor = {
  name: "The Shop",
  websiteUrl: "https://shop.example/",
  logoUrl: "https://shop.example/logo.png",
  postalAddress: "1 High Street",
  palette: brandPalette("#2e5d4b"),
};

export type VoiceWorld = Omit<MessageWorld, "content"> & {
  readonly content: MessageDeps["content"];
  readonly calls: Calls;
  readonly customers: CustomerDeps;
  /** What a call that is under way needs. */
  readonly callDeps: VoiceCallDeps;
  /** What the doors refused. */
  readonly refused: readonly string[];
  /** Plans and sends what is due at an instant. */
  readonly turnAt: (at: number, limit?: number) => Promise<SendReport>;
  /** Twilio asks one of the doors. */
  readonly ask: (url: string, fields: Readonly<Record<string, string>>, token?: string) => Promise<Response>;
  treat: (message: OutgoingMessage<VoiceContent>) => SimulatedTreatment;
  /** What went out, as it was sent. */
  readonly sent: ReadonlyArray<OutgoingMessage<VoiceContent>>;
};

export type VoiceGiven = Partial<VoiceSettings> & Pick<VoiceSettings, "callers">;

/** A sender that calls: real content, numbers and meters over telephones in memory, and the doors that Twilio asks. */
export async function voiceWorld(
  given: VoiceGiven,
  { store, messageClass = "marketing" }: { store?: Store; messageClass?: string } = {},
): Promise<VoiceWorld> {
  const base = await messageWorld(store === undefined ? {} : { store });
  const { clock, secret } = base;
  await putVoiceSettings({
    deps: base,
    actor: { kind: "system", id: "test" },
    input: voiceSettingsBody.parse({ quietHours: [], callsADay: 10, ...given }),
  });
  await addNewsletter(base.store, "news", { messageClass });
  await base.store.write([
    sql`update newsletters set channels = '["voice"]'`,
    sql`insert into settings (key, value, updated_at) values ('hosts', '["shop.example","news.shop.example"]', 0)`,
    sql`insert into template_versions (name, version, compiled, source, published_at)
      values ('service-notice', 1, ${JSON.stringify({ kind: "service", inputs: noticeInputs })}, '{}', 0)`,
  ]);
  await startPlannerAt(base.store, START);
  const settings = voiceSettingsOf(base);
  const { calls, ...channel } = memoryCaller({ treat: (message) => world.treat(message) });
  const metered = meteredVoice(channel, { ...base, settings });
  const sent: Array<OutgoingMessage<VoiceContent>> = [];
  const watched: Channel<VoiceContent> = {
    ...metered,
    send: (message, options) => {
      sent.push(message);
      return metered.send(message, options);
    },
  };
  const templates = { byId: async () => template, newest: async () => ({ id: 1, template }) };
  const keys = tokenKeys({ active: { id: 0, key: secret.keyFor("link/0") } });
  const linkIdsOf = linkShelf(base.store, clock);
  const content = newsletterContent({
    ...base,
    tokens: keys,
    publicUrl: VOICE_URL,
    shelf: async () => {
      throw new Error("Nothing is chosen here.");
    },
    templates,
    sender: async () => ({ vendor, fromName: "The Shop", fromAddress: "news@shop.example", domain: "shop.example" }),
    linkIdsOf,
    composers: new Map([["voice", voiceComposer({ ...base, publicUrl: VOICE_URL, settings })]]),
  });
  const customers: CustomerDeps = {
    ...base,
    ids: idsFrom(clock, (count) => new Uint8Array(count)),
    defaultCountry: "US",
    projectors: [],
    mergers: [],
  };
  const refused: string[] = [];
  const app = new Hono();
  const callDeps: VoiceCallDeps = {
    ...customers,
    publicUrl: VOICE_URL,
    settings,
    templates,
    vendor: async () => vendor,
    linkKeys: keys,
    linkIdsOf,
    send: { ...base, defaultCountry: "US", inFlight: new Set(), hurry: () => undefined },
  };
  mountVoice(app, {
    ...callDeps,
    timer: { after: () => () => undefined },
    tokens: ["newer", TOKEN],
    provider: "memory-caller",
    applyReports: (reports) => applyReports(base, reports),
    onRefused: (outcome) => refused.push(outcome),
  });
  let turns = 0;
  const world: VoiceWorld = {
    ...base,
    content,
    channels: new Map([["voice", watched]]),
    hoursOf: async () => {
      const known = await settings();
      return ({ address, zone }) => numberHours(known, address, zone);
    },
    calls,
    callDeps,
    customers,
    refused,
    sent,
    turnAt: async (at, limit = 100) => {
      clock.set(at);
      await planMessages(base.store, at, { planAheadMs: 0, graceMs: 86_400_000 });
      return sendDue(world, { name: "w", nextTurn: () => (turns += 1) }, limit);
    },
    ask: async (url, fields, token = TOKEN) =>
      app.request(url.replace(VOICE_URL, "http://internal.example"), signed(url, fields, token)),
    treat: () => ({ kind: "accept" }),
  };
  return world;
}

const noticeInputs = {
  notice: {
    type: "group",
    fields: {
      title: { type: "text", maxLength: 150 },
      paragraphs: { type: "list", of: { type: "text" }, maxItems: 12 },
      actionUrl: { type: "link", isOptional: true },
    },
  },
};

const template: PreparedTemplate = {
  name: "plain",
  staticLinks: ["https://shop.example/picks"],
  slots: [],
  mergeEmail: () => ok({ subject: "News", preheader: "", html: "<p>News</p>", text: "News" }),
  mergeSms: () => ok("News"),
  mergeVoice: (view) => ok({ text: `The Shop: your picks${view.customer.firstName ?? ""}.`, language: "en" }),
  mergeLetter: () => ok({ subject: "", text: "", language: "en", isOwn: false }),
  mergePush: () => ok({}),
};

function signed(url: string, fields: Readonly<Record<string, string>>, token: string): RequestInit {
  const text =
    url +
    Object.keys(fields)
      .sort()
      .map((field) => field + fields[field])
      .join("");
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": createHmac("sha1", token).update(text).digest("base64"),
    },
    body: new URLSearchParams(fields).toString(),
  };
}

/** A customer who agreed to the news by telephone, daily at 08:00 in her zone. */
export async function addCallReader(
  world: VoiceWorld,
  code: string,
  { phone, zone }: { readonly phone: string; readonly zone?: string },
): Promise<number> {
  const id = await addCustomer(world.store, code, {
    newsletters: ["news"],
    email: null,
    ...(zone === undefined ? {} : { zone }),
  });
  await world.store.write([
    sql`update customers set phone = ${phone}, phone_hash = ${hashAddress(world.secret, "phone", phone)},
      first_name = ${code} where id = ${id}`,
    sql`update subscriptions set channel = 'voice' where customer_id = ${id}`,
    sql`insert into consents (id, customer_id, purpose, channel, topic, state, at, wording, source)
      values (${id * 1_000}, ${id}, 'receive', 'voice', 'news', 'granted', 0, 'Yes', 'test')`,
    sql`update consent_states set channel = 'voice', consent_id = ${id * 1_000} where customer_id = ${id}`,
  ]);
  return id;
}
