import { sql } from "drizzle-orm";
import { openTemplates } from "#catalogue/templates/open-templates.ts";
import { putSetting } from "#catalogue/settings.ts";
import { linkShelf } from "#clicks/link-statements.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { newsletterContent } from "#messages/content/newsletter-content.ts";
import { sendDue, type SendReport } from "#messages/send/send-due.ts";
import type { SendDeps } from "#messages/transactional/accept-message.ts";
import { changeTriggerState } from "#messages/triggers/change-trigger-state.ts";
import { followTriggers } from "#messages/triggers/follow-triggers.ts";
import { heedExits } from "#messages/triggers/heed-exits.ts";
import { triggerSource } from "#messages/triggers/load-triggers.ts";
import { putTrigger } from "#messages/triggers/put-trigger.ts";
import { triggerBody } from "#messages/triggers/trigger.ts";
import type { Store } from "#store/store.ts";
import type { CompiledTemplate } from "#templates/compiled-template.ts";
import { tokenKeys } from "#tracking/token.ts";
import { addCustomer, messageWorld, type MessageWorld } from "./message-world.ts";

export const actor = { kind: "key", id: "test" } as const;

const words = (kind: CompiledTemplate["kind"], name: string, text: string): CompiledTemplate => ({
  name,
  kind,
  format: 1,
  subject: "{{ t.subject }}",
  preheader: "{{ t.subject }}",
  html: `<p>${text}</p>`,
  text,
  sms: "",
  push: {},
  strings: { en: { subject: `${name} for {{ customer.firstName | default: "you" }}` } },
  staticLinks: [],
  slots: [],
  lint: [],
});

const receipt: CompiledTemplate = {
  ...words("service", "receipt", "Order {{ data.order }}: {{ data.total }}."),
  inputs: {
    order: { type: "text", maxLength: 40 },
    total: { type: "money", isOptional: true },
    track: { type: "link", isOptional: true },
  },
};

const nudge: CompiledTemplate = {
  ...words("marketing", "nudge", "You left {{ data.things }} things. {{ unsubscribeUrl }}"),
  inputs: { things: { type: "number", isOptional: true } },
};

const sender = {
  vendor: {
    name: "Vendor",
    websiteUrl: "https://shop.example/",
    logoUrl: "https://shop.example/logo.png",
    postalAddress: "1 Lane",
    palette: { accent: "#2e5d4b", onAccent: "#ffffff", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
  },
  fromName: "Vendor",
  fromAddress: "news@vendor.example",
  domain: "vendor.example",
};

export type TriggeredWorld = MessageWorld & {
  readonly sends: SendDeps & { readonly hurried: () => number };
  /** One turn of the clockwork: what happened, then what is due. */
  readonly turn: () => Promise<SendReport>;
  readonly follow: () => ReturnType<typeof followTriggers>;
  /** A trigger that is live from now on. */
  readonly live: (code: string, body: object) => Promise<void>;
  /** An event of a customer by code, `minutesAgo` before now; gives its message id. */
  readonly happen: (customer: string, name: string, more?: HappenMore) => Promise<void>;
  readonly sentTo: () => readonly string[];
};

export type HappenMore = {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly minutesAgo?: number;
  readonly messageId?: string;
};

/** Direct and triggered messages over the real content: two templates, an address book, and a channel that tells what left. */
export async function triggeredWorld(
  store?: Store,
  policy: Partial<MessageWorld["policy"]> = {},
): Promise<TriggeredWorld> {
  const plain = await messageWorld({ ...(store === undefined ? {} : { store }), policy });
  const { clock } = plain;
  const triggers = triggerSource(plain.store, plain.log);
  const content = heedExits(
    newsletterContent({
      store: plain.store,
      clock,
      tokens: tokenKeys({ active: { id: 0, key: plain.secret.keyFor("link/0") }, verifyOnly: [] }),
      publicUrl: "https://go.vendor.example",
      shelf: () => Promise.reject(new Error("Nothing is chosen here.")),
      templates: openTemplates(plain.store),
      sender: async () => sender,
      linkIdsOf: linkShelf(plain.store, clock),
    }),
    { store: plain.store, clock, triggers },
  );
  const deps = { ...plain, content };
  for (const template of [receipt, nudge]) await publish(plain.store, template);
  await plain.store.write([putSetting("hosts", ["shop.example"], 0)]);
  let hurried = 0;
  let turns = 0;
  let serial = 0;
  const follow = () => followTriggers({ store: plain.store, clock, triggers });
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  return {
    ...deps,
    sends: {
      store: plain.store,
      clock,
      secret: plain.secret,
      defaultCountry: "US",
      inFlight: new Set(),
      hurry: () => void (hurried += 1),
      hurried: () => hurried,
    },
    follow,
    turn: async () => {
      await follow();
      return sendDue(deps, worker, 100);
    },
    live: async (code, body) => {
      const input = { ...triggerBody.parse(body), code };
      const saved = await putTrigger({ deps: plain, actor, input });
      if (!saved.ok) throw new Error(JSON.stringify(saved.error));
      const started = await changeTriggerState({ deps: plain, actor, input: { code, state: "live" } });
      if (!started.ok) throw new Error(JSON.stringify(started.error));
    },
    happen: async (customer, name, { properties = {}, minutesAgo = 0, messageId } = {}) => {
      serial += 1;
      const now = clock.now();
      await plain.store.write([
        sql`insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
          select ${messageId ?? `m${serial}`}, id, 'track', ${name}, ${JSON.stringify(properties)},
            ${now - minutesAgo * MINUTE_MS}, ${now}, 'web' from customers where code = ${customer}`,
      ]);
    },
    sentTo: () => plain.channel.log.map(({ to }) => to.split("@")[0] ?? ""),
  };
}

export async function publish(store: Store, template: CompiledTemplate): Promise<void> {
  await store.write([
    sql`insert into template_versions (name, version, compiled, source, published_at)
      select ${template.name}, coalesce(max(version), 0) + 1, ${JSON.stringify(template)}, '{}', 0 from template_versions
      where name = ${template.name}`,
  ]);
}

/** A customer who may be written to about these topics. */
export async function addReader(store: Store, code: string, topics: readonly string[]): Promise<void> {
  await addCustomer(store, code, { newsletters: [] });
  await store.write([
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select c.id, 'receive', 'email', value, 1, 1 from customers c, json_each(${JSON.stringify(topics)})
      where c.code = ${code}`,
  ]);
}
