import { z } from "zod";
import { localeInput, lookupTags } from "#catalogue/locale.ts";

/** A newsletter's words in another language than the vendor's usual one. */
export const newsletterCopySchema = z
  .strictObject({
    locale: localeInput.describe("BCP 47. Readers of de-CH get de-CH, else de, else the usual words."),
    title: z.string().min(1).max(120).describe("As customers read it"),
    description: z.string().max(500).default("").describe("What it brings, as customers read it"),
  })
  .describe("Title and description in one language");

export type NewsletterCopy = z.output<typeof newsletterCopySchema>;

/** Title and description in a reader's language (RFC 4647 §3.4), the usual ones where the vendor gave none. */
export function copyFor(
  usual: { readonly title: string; readonly description: string; readonly copy: string },
  locale: string,
): { readonly title: string; readonly description: string } {
  const copy = JSON.parse(usual.copy) as readonly NewsletterCopy[];
  for (const tag of lookupTags(locale)) {
    const found = copy.find((one) => one.locale === tag);
    if (found !== undefined) return { title: found.title, description: found.description };
  }
  return { title: usual.title, description: usual.description };
}
