import type { Channel, MessageContent, SmsContent } from "#channels/channel.ts";
import { memoryPhone } from "#channels/memory/memory-phone.ts";
import type { Phone } from "#channels/memory/phone.ts";
import { twilioChannel } from "#channels/sms/twilio/twilio-channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { meteredSms } from "#messages/sms/metered-sms.ts";
import type { SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";
import { eachProvider, withSecond } from "./with-second.ts";

/** How texts leave, and who may tell what came of them. */
export type SmsLine = {
  readonly channel: Channel<SmsContent>;
  /** Twilio's tokens that callbacks may be signed with: the one in use, and those before it. None: no callback is believed. */
  readonly tokens: readonly string[];
  /** Set where texts go to memory. */
  readonly phone?: Phone;
};

/** The line that the configuration names; undefined where it names none. */
export function twilioLineOf(config: Config, clock: Clock, { transport, policy }: OutgoingDeps): SmsLine | undefined {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = config;
  if (accountSid === undefined || authToken === undefined) return undefined;
  const post = providerPoster(transport, policy.trustedOrigins);
  const old = config.TWILIO_AUTH_TOKENS_OLD.split(",").filter((token) => token !== "");
  const first = twilioChannel({ accountSid, authToken, clock, post, baseUrl });
  const { SECOND_TWILIO_ACCOUNT_SID: sid, SECOND_TWILIO_AUTH_TOKEN: token, SECOND_TWILIO_SENDER: sender } = config;
  if (sid === undefined || token === undefined) return { channel: first, tokens: [authToken, ...old] };
  const second = twilioChannel({ accountSid: sid, authToken: token, clock, post, baseUrl });
  return { channel: withSecond(first, sendingFrom(second, sender)), tokens: [authToken, token, ...old] };
}

/** An account sends from its own numbers: what was written for another's is given its sender. */
function sendingFrom(channel: Channel<SmsContent>, sender: string | undefined): Channel<SmsContent> {
  if (sender === undefined) return channel;
  return {
    ...channel,
    send: (message, options) => channel.send({ ...message, content: { ...message.content, from: sender } }, options),
  };
}

/** Telephones in memory, for a first run. */
export function memoryLine(): SmsLine & { readonly phone: Phone } {
  const channel = memoryPhone();
  return { channel, tokens: [], phone: channel.phone };
}

type SmsParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly sms?: SmsLine | undefined;
};

/** The same line, kept to each sender's rate and to the day's limit; as an entry of the sender's channels. */
export function smsChannelsOf(
  { sms, ...deps }: SmsParts,
  settings: SmsSettingsSource,
): ReadonlyArray<readonly [string, Channel<MessageContent>]> {
  return sms === undefined
    ? []
    : [["sms", eachProvider(sms.channel, (provider) => meteredSms(provider, { ...deps, settings }))]];
}
