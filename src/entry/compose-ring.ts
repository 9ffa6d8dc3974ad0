import { openCatalogue } from "#catalogue/open-catalogue.ts";
import { openShelf } from "#catalogue/open-shelf.ts";
import { findSender } from "#catalogue/sender.ts";
import { openTemplates } from "#catalogue/templates/open-templates.ts";
import type { Channel, MessageContent } from "#channels/channel.ts";
import { linkShelf } from "#clicks/link-statements.ts";
import { type LinkResolver, linkResolver } from "#clicks/resolve-links.ts";
import { destinationGuard } from "#clicks/destination-guard.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Random } from "#kernel/random.ts";
import type { Secret } from "#kernel/secret.ts";
import { newsletterContent } from "#messages/content/newsletter-content.ts";
import type { Sender } from "#messages/content/shelf.ts";
import { previewNewsletter, type PreviewNewsletter } from "#messages/newsletters/preview-newsletter.ts";
import { heedExits } from "#messages/triggers/heed-exits.ts";
import { triggerSource, type TriggerSource } from "#messages/triggers/load-triggers.ts";
import { type PreviewLetter, previewLetter } from "#messages/print/preview-letter.ts";
import type { Traffic } from "#messages/traffic/traffic.ts";
import type { MessageDeps, SendingPolicy } from "#messages/message-deps.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import { popularity } from "#predict/popularity.ts";
import type { Store } from "#store/store.ts";
import { mergers } from "./mergers.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import type { PrintLine } from "./print-of.ts";
import type { PushLine } from "./push-of.ts";
import type { SmsLine } from "./sms-of.ts";
import type { VoiceLine } from "./voice-of.ts";
import { composersOf, hoursBy, type WaySettings, waySettingsOf, waysOut } from "./ways-of.ts";
import { tokenKeys, type TokenKeys } from "#tracking/token.ts";

/** What a runtime hands in: everything that touches the outside. */
export type Parts = {
  readonly store: Store;
  /** A shorter way to the same data for look-ups of single rows, where the runtime has one. */
  readonly lookUps?: Pick<Store, "read">;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly secret: Secret;
  readonly channels: ReadonlyMap<string, Channel<MessageContent>>;
  readonly publicUrl: string;
  readonly defaultCountry: string;
  /** Number of the key that signs links, and earlier ones with their ends (epoch ms). */
  readonly linkKey: number;
  readonly linkKeysOld: ReadonlyArray<{ readonly id: number; readonly until: number }>;
  readonly policy: SendingPolicy;
  /** How mail is led past receivers; absent where none leaves. */
  readonly traffic?: Traffic | undefined;
  /** How texts leave; absent: they do not, and wait. */
  readonly sms?: SmsLine | undefined;
  /** How calls are made; absent: they are not, and wait. */
  readonly voice?: VoiceLine | undefined;
  /** How letters leave; absent: they do not, and wait. */
  readonly print?: PrintLine | undefined;
  /** What makes letters of words; absent where none are shown. */
  readonly press?: (() => Promise<Press>) | undefined;
  /** How push messages leave; absent: they do not, and wait. */
  readonly push?: PushLine | undefined;
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};

/** The ring without its doors: facts, content, messages and links, wired once for both runtimes. */
export type Ring = WaySettings & {
  readonly customers: CustomerDeps;
  readonly messages: MessageDeps;
  readonly catalogue: ReturnType<typeof openCatalogue>;
  readonly shelf: ReturnType<typeof openShelf>;
  readonly templates: ReturnType<typeof openTemplates>;
  readonly links: LinkResolver;
  readonly tokens: TokenKeys;
  /** undefined until the vendor has said who speaks. */
  readonly sender: () => Promise<Sender | undefined>;
  readonly preview: PreviewNewsletter;
  readonly triggers: TriggerSource;
  readonly previewLetter: PreviewLetter;
  readonly press: () => Promise<Press>;
};

export function composeRing(parts: Parts): Ring {
  const { store, clock, secret } = parts;
  const customers = customerDepsOf(parts);
  const tokens = tokensOf(parts);
  const catalogue = openCatalogue({ store, clock });
  const shelf = openShelf(
    catalogue,
    popularity({ store, clock, idByCode: async () => (await catalogue.current()).idByCode }),
  );
  const isLoopback = new URL(parts.publicUrl).protocol === "http:";
  const templates = openTemplates(store, { allowLoopbackHttp: isLoopback });
  const sender = senderOf(store, clock);
  const links = linksOf(parts);
  const settings = waySettingsOf(parts);
  const press = parts.press ?? withoutPress;
  const contentDeps = {
    composers: composersOf(parts, settings, press),
    store,
    clock,
    tokens,
    publicUrl: parts.publicUrl,
    unsubscribeMailbox: parts.policy.unsubscribeMailbox,
    shelf,
    templates,
    sender,
    linkIdsOf: linkShelf(store, clock),
  };
  const { policy, random, log } = parts;
  const triggers = triggerSource(store, log);
  const content = heedExits(newsletterContent(contentDeps), { store, clock, triggers });
  const messages: MessageDeps = {
    store,
    clock,
    random,
    secret,
    channels: waysOut(parts, settings),
    content,
    policy,
    traffic: parts.traffic,
    log,
    hoursOf: hoursBy(settings),
  };
  return {
    customers,
    messages,
    catalogue,
    shelf,
    templates,
    links,
    tokens,
    sender,
    preview: previewNewsletter({ ...contentDeps, ...settings }),
    triggers,
    ...settings,
    previewLetter: previewLetter({ ...contentDeps, ...settings, press }),
    press,
  };
}

function customerDepsOf({ store, clock, ids, secret, defaultCountry }: Parts): CustomerDeps {
  const projectors = [affinityProjector(), clickProjector];
  return { store, clock, ids, secret, defaultCountry, projectors, mergers };
}

function linksOf({ store, lookUps = store, clock }: Parts): LinkResolver {
  return linkResolver({
    store: lookUps,
    maxMessages: 200_000,
    maxLinks: 100_000,
    isAllowed: destinationGuard(store, clock),
  });
}

async function withoutPress(): Promise<Press> {
  throw new Error("This process has no fonts.");
}

function tokensOf({ secret, linkKey, linkKeysOld }: Parts): TokenKeys {
  const keyOf = (id: number) => ({ id, key: secret.keyFor(`link/${id}`) });
  return tokenKeys({
    active: keyOf(linkKey),
    verifyOnly: linkKeysOld.map(({ id, until }) => ({ ...keyOf(id), until })),
  });
}

const SENDER_KEPT_MS = 1_000;

/** Who speaks, from the vendor's settings; asked anew once a second, and each time while nobody does. */
function senderOf(store: Store, clock: Clock): () => Promise<Sender | undefined> {
  let known: { readonly sender: Sender; readonly at: number } | undefined;
  return async () => {
    const now = clock.now();
    if (known !== undefined && now - known.at >= 0 && now - known.at < SENDER_KEPT_MS) return known.sender;
    const sender = await findSender(store);
    known = sender === undefined ? undefined : { sender, at: now };
    return sender;
  };
}
