import { sql } from "drizzle-orm";
import { parsePostalText, type PostalAddress } from "#channels/postal-address.ts";
import type { Layout } from "#channels/print/layout/page.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import { svgOfPage } from "#channels/print/press/svg-of-page.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { addressOf } from "#messages/address-of.ts";
import { viewOf } from "#messages/content/message-view.ts";
import type { NewsletterContentDeps } from "#messages/content/newsletter-content.ts";
import type { SkipReason } from "#messages/message.ts";
import { previewOccasion, type PreviewQuestion } from "#messages/newsletters/preview-occasion.ts";
import { sampleAddresses } from "#messages/newsletters/preview-text.ts";
import { letterPriceMilli } from "./letter-price.ts";
import { decidePrint, layOut } from "./print-composer.ts";
import type { PrintSettingsSource } from "./print-settings.ts";

export type LetterPreview = {
  readonly pdf: () => Promise<Uint8Array<ArrayBuffer>>;
  /** SVG of one page, counted from 1; undefined where there is none. */
  readonly picture: (page: number) => string | undefined;
  readonly pages: number;
  readonly sheets: number;
  /** Thousandths of the currency's minor unit. */
  readonly costMilli: number;
  readonly currency: string;
  /** Signs that the fonts lack and the letter goes without. */
  readonly leftOut: readonly string[];
};

export type PreviewLetterDeps = NewsletterContentDeps & {
  readonly printSettings: PrintSettingsSource;
  readonly press: () => Promise<Press>;
};

/** undefined where there is nothing to show at all; an error says why this customer would get no letter. */
export type PreviewLetter = (question: PreviewQuestion) => Promise<Result<LetterPreview, SkipReason> | undefined>;

/**
 * The letter that one customer would get now. Nothing is written, and its addresses lead nowhere: whoever looks at it can
 * neither click nor opt out in her name.
 */
export function previewLetter(deps: PreviewLetterDeps): PreviewLetter {
  return async (question) => {
    const occasion = await previewOccasion(deps, question);
    if (occasion === undefined) return undefined;
    const to = await findAddress(deps, occasion.asked.customerId);
    if (to === undefined) return err("no_address");
    const settings = await deps.printSettings();
    const press = await deps.press();
    const { frame, template, inputFor } = occasion;
    const view = viewOf({ ...inputFor("print"), addresses: sampleAddresses(deps.publicUrl) });
    const decided = decidePrint(settings, frame.code, "");
    const laid = layOut({ frame, template, view, to, decided }, press);
    if (!laid.ok) return laid;
    const { sheets, leftOut, pages } = laid.value;
    return ok({
      ...shownBy(laid.value, press),
      pages: pages.length,
      sheets,
      leftOut,
      costMilli: letterPriceMilli(settings, { country: to.country, sheets }),
      currency: settings.currency,
    });
  };
}

function shownBy(layout: Layout, press: Press): Pick<LetterPreview, "pdf" | "picture"> {
  return {
    pdf: () => press.toPdf(layout),
    picture: (number) => {
      const page = layout.pages[number - 1];
      return page === undefined ? undefined : svgOfPage(page);
    },
  };
}

async function findAddress(
  { store }: Pick<PreviewLetterDeps, "store">,
  customerId: number,
): Promise<PostalAddress | undefined> {
  const [row] = await store.read<{ address: string | null }>(
    sql`select ${addressOf("'print'", "c")} as address from customers c where c.id = ${customerId}`,
  );
  return row?.address == null ? undefined : parsePostalText(row.address);
}
