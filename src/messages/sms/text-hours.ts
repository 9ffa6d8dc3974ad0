import type { ChannelHours } from "#messages/claim/claim-messages.ts";
import type { SmsSettings } from "./sms-settings.ts";
import { textZones } from "./zones-of-number.ts";

/** The vendor's hours for texts to one number. */
export function textHours(
  { quietHours }: Pick<SmsSettings, "quietHours">,
  number: string,
  ownZone: string,
): ChannelHours {
  const windows = quietHours.filter(
    ({ numbers }) => numbers === undefined || numbers.some((beginning) => number.startsWith(beginning)),
  );
  return { windows, zones: textZones(number, ownZone) };
}
