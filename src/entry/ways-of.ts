import type { Channel, MessageContent } from "#channels/channel.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import type { Composer } from "#messages/content/composer.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { numberHours } from "#messages/phone/number-hours.ts";
import { letterHours } from "#messages/print/letter-hours.ts";
import { printComposer } from "#messages/print/print-composer.ts";
import { printSettingsOf, type PrintSettingsSource } from "#messages/print/print-settings.ts";
import { pushComposer } from "#messages/push/push-composer.ts";
import { smsComposer } from "#messages/sms/sms-composer.ts";
import { smsSettingsOf, type SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import { voiceComposer } from "#messages/voice/voice-composer.ts";
import { voiceSettingsOf, type VoiceSettingsSource } from "#messages/voice/voice-settings.ts";
import type { Parts } from "./compose-ring.ts";
import { printChannelsOf } from "./print-of.ts";
import { pushChannelsOf } from "./push-of.ts";
import { smsChannelsOf } from "./sms-of.ts";
import { voiceChannelsOf } from "./voice-of.ts";

/** What the vendor said of each channel, asked anew as it may change. */
export type WaySettings = {
  readonly smsSettings: SmsSettingsSource;
  readonly voiceSettings: VoiceSettingsSource;
  readonly printSettings: PrintSettingsSource;
};

export function waySettingsOf(parts: Parts): WaySettings {
  return {
    smsSettings: smsSettingsOf(parts),
    voiceSettings: voiceSettingsOf(parts),
    printSettings: printSettingsOf(parts),
  };
}

/** How words become what each channel carries, beside e-mail. */
export function composersOf(parts: Parts, of: WaySettings, press: () => Promise<Press>): ReadonlyMap<string, Composer> {
  return new Map([
    ["sms", smsComposer({ ...parts, settings: of.smsSettings })],
    ["voice", voiceComposer({ ...parts, settings: of.voiceSettings })],
    ["print", printComposer({ secret: parts.secret, settings: of.printSettings, press })],
    ["push", pushComposer(parts)],
  ]);
}

/** Every channel that messages leave by, by its name in message rows. */
export function waysOut(parts: Parts, of: WaySettings): ReadonlyMap<string, Channel<MessageContent>> {
  return new Map([
    ...parts.channels,
    ...smsChannelsOf(parts, of.smsSettings),
    ...voiceChannelsOf(parts, of.voiceSettings),
    ...printChannelsOf(parts, of.printSettings),
    ...pushChannelsOf(parts),
  ]);
}

/** Hours by channel: texts and calls have their own, in every zone that a number may lie in; letters those of the house that prints. */
export function hoursBy(of: WaySettings): MessageDeps["hoursOf"] {
  return async () => {
    const [texts, calls, letters] = [await of.smsSettings(), await of.voiceSettings(), await of.printSettings()];
    return ({ channel, address, zone }) => {
      if (channel === "print") return letterHours(letters);
      const known = channel === "sms" ? texts : channel === "voice" ? calls : undefined;
      return known === undefined ? undefined : numberHours(known, address, zone);
    };
  };
}
