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
import { pushComposer } from "#messages/push/push-composer.ts";
import { smsComposer } from "#messages/sms/sms-composer.ts";
import { smsSettingsOf, type SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import { textHours } from "#messages/sms/text-hours.ts";
import type { MessageDeps, SendingPolicy } from "#messages/message-deps.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import { popularity } from "#predict/popularity.ts";
import type { Store } from "#store/store.ts";
import { mergers } from "./mergers.ts";
import { pushChannelsOf, type PushLine } from "./push-of.ts";
import { smsChannelsOf, type SmsLine } from "./sms-of.ts";
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
  /** How texts leave; absent: they do not, and wait. */
  readonly sms?: SmsLine | undefined;
  /** How push messages leave; absent: they do not, and wait. */
  readonly push?: PushLine | undefined;
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};

/** The ring without its doors: facts, content, messages and links, wired once for both runtimes. */
export type Ring = {
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
  readonly smsSettings: SmsSettingsSource;
};

export function composeRing(parts: Parts): Ring {
  const { store, clock, secret } = parts;
  const customers: CustomerDeps = {
    store,
    clock,
    ids: parts.ids,
    secret,
    defaultCountry: parts.defaultCountry,
    projectors: [affinityProjector(), clickProjector],
    mergers,
  };
  const tokens = tokensOf(parts);
  const catalogue = openCatalogue({ store, clock });
  const shelf = openShelf(
    catalogue,
    popularity({ store, clock, idByCode: async () => (await catalogue.current()).idByCode }),
  );
  const isLoopback = new URL(parts.publicUrl).protocol === "http:";
  const templates = openTemplates(store, { allowLoopbackHttp: isLoopback });
  const sender = senderOf(store, clock);
  const links = linkResolver({
    store: parts.lookUps ?? store,
    maxMessages: 200_000,
    maxLinks: 100_000,
    isAllowed: destinationGuard(store, clock),
  });
  const smsSettings = smsSettingsOf(parts);
  const contentDeps = {
    composers: new Map([
      ["sms", smsComposer({ ...parts, settings: smsSettings })],
      ["push", pushComposer(parts)],
    ]),
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
  const channels = new Map([...parts.channels, ...smsChannelsOf(parts, smsSettings), ...pushChannelsOf(parts)]);
  const triggers = triggerSource(store, log);
  const content = heedExits(newsletterContent(contentDeps), { store, clock, triggers });
  const messages: MessageDeps = {
    store,
    clock,
    random,
    secret,
    channels,
    content,
    policy,
    log,
    hoursOf: textHoursOf(smsSettings),
  };
  const preview = previewNewsletter({ ...contentDeps, smsSettings });
  return { customers, messages, catalogue, shelf, templates, links, tokens, sender, preview, triggers, smsSettings };
}

/** Hours by channel: texts have their own, in every zone that a number may lie in. */
function textHoursOf(settings: SmsSettingsSource): MessageDeps["hoursOf"] {
  return async () => {
    const known = await settings();
    return ({ channel, address, zone }) => (channel === "sms" ? textHours(known, address, zone) : undefined);
  };
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
