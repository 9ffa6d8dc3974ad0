import { join } from "node:path";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import type { ProductSetInput } from "#catalogue/products/product-set.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import type { VendorRuleInput } from "#catalogue/rules/vendor-rule-row.ts";
import { putSetting } from "#catalogue/settings.ts";
import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import { smtpSettings } from "#channels/smtp/settings.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import { configSchema } from "#entry/config.ts";
import type { Ring } from "#entry/compose-ring.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { type NodeStation, startNode } from "#entry/node/start-node.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import { putNewsletter } from "#messages/newsletters/put-newsletter.ts";
import { subscribeByDefault } from "#messages/newsletters/subscribe-by-default.ts";
import type { NewsletterInput } from "#messages/newsletters/newsletter.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import type { Sender } from "#messages/content/shelf.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { MailReceiver } from "./mail-receiver.ts";
import type { RetailPerson } from "./retail-people.ts";

export const PUBLIC_URL = "https://go.retail.example";
export const ROOT_KEY = Buffer.alloc(32, 11);
export const NEWSLETTER = "weekly-picks";
/** Product sets in one message. */
const PICKS = 6;

const IDENTITY = { sendingDomain: "news.retail.example", bounceDomain: "bounce.retail.example", dkim: [] };
const actor = { kind: "operator", id: "measurement", scopes: ["ingest", "ingest:trusted"] } as const;

/** A station as it is run on Node, with its mail going out to `receiver` over STARTTLS. */
export function startStation(folder: string, receiver: MailReceiver): Promise<NodeStation> {
  const config = configSchema.parse({
    PORT: "0",
    PUBLIC_URL,
    HOME_URL: "https://shop.retail.example/",
    PROXY_HOPS: "1",
    ROOT_KEY: ROOT_KEY.toString("base64url"),
    DATABASE_URL: `file:${join(folder, "retail.db")}`,
    JOURNAL_FOLDER: join(folder, "journal"),
    DEFAULT_COUNTRY: "GB",
  });
  const settings = smtpSettings.parse({
    host: "localhost",
    port: receiver.port,
    security: "starttls",
    certificateAuthority: receiver.certificate,
    clientName: "go.retail.example",
    connections: 8,
  });
  const fail = (cause: unknown) => {
    throw new Error("The station lost its database.", { cause });
  };
  return startNode({
    config,
    log: () => undefined,
    onLost: fail,
    channels: { channels: new Map([["email", smtpChannel(settings, IDENTITY)]]) },
  });
}

const newsletter: NewsletterInput = {
  code: NEWSLETTER,
  title: "Weekly picks",
  description: "What may go well in your shop.",
  topic: NEWSLETTER,
  copy: [],
  categories: [],
  messageClass: "marketing",
  templateName: "weekly-picks",
  slots: [
    { name: "hero", size: 1 },
    { name: "picks", size: PICKS - 1, maxPerCategory: 3 },
  ],
  defaultPace: { kind: "weeks", every: 1, weekdays: [4] },
  defaultMinute: 9 * 60,
  priority: 0,
  graceHours: 24,
};

/** Written before anything was measured, and not changed after. */
const rules: Readonly<Record<string, Pick<VendorRuleInput, "kind" | "when"> & Partial<VendorRuleInput>>> = {
  "no-christmas-in-summer": {
    kind: "exclude",
    when: 'product.category == "christmas" || product.category == "easter"',
  },
  "order-again": {
    kind: "boost",
    when: 'did("purchase", {"product": product.code}, 120) >= 2',
    factor: 2,
  },
  "hero-is-worth-it": { kind: "eligible", when: "product.price >= 125", slots: ["hero"] },
};

const sender: Sender = {
  vendor: {
    name: "Online Retail (a measurement)",
    websiteUrl: "https://shop.retail.example/",
    logoUrl: "https://shop.retail.example/logo.png",
    postalAddress: "Nowhere 1, 00000 Example",
    palette: { accent: "#2e5d4b", onAccent: "#fffdfa", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
  },
  fromName: "Online Retail (a measurement)",
  fromAddress: "hello@retail.example",
  domain: IDENTITY.sendingDomain,
};

/** Sender, assortment, rules, template and newsletter, through the verbs that the API calls. */
export async function fillProgramme({ customers: deps }: Ring, products: readonly ProductSetInput[]): Promise<void> {
  const now = deps.clock.now();
  await deps.store.write([putSetting("sender", sender, now), putSetting("hosts", ["shop.retail.example"], now)]);
  for (const chunk of chunksOf(products, 500))
    must(await putProductSets({ deps, actor, input: { products: chunk, pointer: "/products" } }));
  for (const [name, rule] of Object.entries(rules)) {
    const input = { slots: [], priority: 0, startsAt: null, endsAt: null, state: "live" as const, ...rule };
    must(await putVendorRule({ deps, actor, input: { name, rule: input } }));
  }
  const [template] = readTemplates(join(import.meta.dirname, "../../templates"));
  if (template === undefined) throw new Error("The weekly template is missing.");
  must(await publishTemplate({ deps, actor, input: template }));
}

/** Everybody who agreed is subscribed: at the dates that she chose, else at the vendor's. */
export async function subscribe({ customers: deps }: Ring, people: readonly RetailPerson[]): Promise<number> {
  const view = must(await putNewsletter({ deps, actor, input: newsletter }));
  let own = 0;
  for (const { code, choice, mayReceive } of people) {
    if (!mayReceive || choice === undefined) continue;
    own += 1;
    must(
      await savePreferences({
        deps,
        customerCode: code,
        choice: { newsletters: [{ code: NEWSLETTER, isOn: true, channel: "email", ...choice }] },
        source: "preferences-page",
        wording: "Simulated choice.",
        proof: {},
      }),
    );
  }
  await subscribeByDefault(deps, view);
  return own;
}

export function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`The measurement's own programme was refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
