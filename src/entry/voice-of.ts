import type { Channel, MessageContent, VoiceContent } from "#channels/channel.ts";
import type { Calls } from "#channels/memory/calls.ts";
import { memoryCaller } from "#channels/memory/memory-caller.ts";
import { twilioVoice } from "#channels/voice/twilio/voice-channel.ts";
import { linkShelf } from "#clicks/link-statements.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { expressLane } from "#messages/transactional/express-lane.ts";
import type { VoiceCallDeps } from "#messages/voice/calls/call-deps.ts";
import { meteredVoice } from "#messages/voice/metered-voice.ts";
import type { VoiceSettingsSource } from "#messages/voice/voice-settings.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";

/** How calls are made, and who may say that a call is theirs. */
export type VoiceLine = {
  readonly channel: Channel<VoiceContent>;
  /** Twilio's tokens that callbacks may be signed with; none: no callback is believed. */
  readonly tokens: readonly string[];
  /** Set where calls go to memory. */
  readonly calls?: Calls;
};

/** The line that the configuration names: the account that texts leave by. */
export function twilioVoiceOf(
  config: Config,
  clock: Clock,
  { transport, policy }: OutgoingDeps,
): VoiceLine | undefined {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = config;
  if (accountSid === undefined || authToken === undefined) return undefined;
  const post = providerPoster(transport, policy.trustedOrigins);
  const old = config.TWILIO_AUTH_TOKENS_OLD.split(",").filter((token) => token !== "");
  return { channel: twilioVoice({ accountSid, authToken, clock, post, baseUrl }), tokens: [authToken, ...old] };
}

/** Telephones in memory, for a first run. */
export function memoryVoiceLine(): VoiceLine & { readonly calls: Calls } {
  const channel = memoryCaller();
  return { channel, tokens: [], calls: channel.calls };
}

type VoiceParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly voice?: VoiceLine | undefined;
};

/** The same line, kept to rates, rings and the day's limit; as an entry of the sender's channels. */
export function voiceChannelsOf(
  { voice, ...deps }: VoiceParts,
  settings: VoiceSettingsSource,
): ReadonlyArray<readonly [string, Channel<MessageContent>]> {
  return voice === undefined ? [] : [["voice", meteredVoice(voice.channel, { ...deps, settings })]];
}

/** What a call that is under way needs. */
export function voiceCallsOf(parts: StationParts, ring: Ring): VoiceCallDeps {
  const { customers, messages, templates, tokens, voiceSettings, sender } = ring;
  const { store, clock, publicUrl, homeUrl } = parts;
  return {
    ...customers,
    settings: voiceSettings,
    templates,
    vendor: async () => (await sender())?.vendor ?? { name: "", websiteUrl: homeUrl },
    publicUrl,
    linkKeys: tokens,
    linkIdsOf: linkShelf(store, clock),
    send: { ...parts, inFlight: new Set(), hurry: expressLane({ ...parts, messages }) },
  };
}
