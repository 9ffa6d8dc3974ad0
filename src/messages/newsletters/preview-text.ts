import type { Replacement } from "#channels/sms/smart-replace.ts";
import { viewOf, type ViewInput } from "#messages/content/message-view.ts";
import { priceMilli } from "#messages/phone/price-milli.ts";
import type { SmsSettings } from "#messages/sms/sms-settings.ts";
import { sizeText } from "#messages/sms/sms-composer.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";

/** A text as one customer would get it. */
export type TextPreview = {
  readonly text: string;
  readonly encoding: "gsm7" | "ucs2";
  readonly units: number;
  readonly segments: number;
  /** What is written plainly, where the settings allow it. */
  readonly replacements: readonly Replacement[];
  /** Thousandths of the currency's minor unit; absent where no number is known of her. */
  readonly costMilli?: number;
  readonly currency: string;
};

/** As long as a token: links decide how many segments a text takes. */
const SAMPLE = "x".repeat(35);

/** Addresses that lead nowhere and are as long as her own. */
export function sampleAddresses(publicUrl: string): ViewInput["addresses"] {
  const page = (path: string) => `${publicUrl}/${path}/${SAMPLE}`;
  return {
    jump: () => page("j"),
    preferencesUrl: page("p"),
    unsubscribeUrl: page("u"),
    viewUrl: page("v"),
  };
}

/** What the text would be, take and cost; undefined where the template says nothing. */
export function previewText(
  template: PreparedTemplate,
  input: Omit<ViewInput, "addresses">,
  about: { readonly settings: SmsSettings; readonly publicUrl: string; readonly phone: string | null },
): TextPreview | undefined {
  const { settings, publicUrl, phone } = about;
  const merged = template.mergeSms(viewOf({ ...input, addresses: sampleAddresses(publicUrl) }));
  if (!merged.ok || merged.value === "") return undefined;
  const sized = sizeText(merged.value, settings);
  const cost = phone === null ? {} : { costMilli: priceMilli(settings, { to: phone, units: sized.segments }) };
  return { ...sized, ...cost, currency: settings.currency };
}
