import { sql } from "drizzle-orm";
import { wallClockIn } from "#kernel/calendar.ts";
import { type ChosenItem, type NewsletterFrame, viewOf } from "#messages/content/message-view.ts";
import {
  choose,
  type ChosenPick,
  findFrame,
  type NewsletterContentDeps,
  pickOf,
} from "#messages/content/newsletter-content.ts";
import type { SmsSettingsSource } from "#messages/sms/sms-settings.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import type { MergedEmail, PreparedTemplate } from "#templates/merge-template.ts";
import { previewText, type TextPreview } from "./preview-text.ts";

export type PreviewQuestion = { readonly newsletterCode: string; readonly customerCode: string };

export type NewsletterPreview = MergedEmail & {
  readonly picks: readonly ChosenPick[];
  /** Where the newsletter may come by text. */
  readonly sms?: TextPreview;
};

export type PreviewDeps = NewsletterContentDeps & { readonly smsSettings: SmsSettingsSource };

/** undefined where there is no such newsletter, customer or published template, or nobody speaks yet. */
export type PreviewNewsletter = (question: PreviewQuestion) => Promise<NewsletterPreview | undefined>;

type Asked = {
  readonly newsletterId: number;
  readonly customerId: number;
  readonly firstName: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly channels: string;
};

/**
 * The newsletter as one customer would get it now: chosen by the same rules from the same facts, merged by the newest
 * template. Nothing is written, and no link of hers is in it: whoever looks can neither click nor opt out in her name.
 */
export function previewNewsletter(deps: PreviewDeps): PreviewNewsletter {
  return async ({ newsletterCode, customerCode }) => {
    const [asked] = await deps.store.read<Asked>(
      sql`select n.id as newsletterId, c.id as customerId, c.first_name as firstName, c.locale, c.zone, c.phone,
        n.channels from newsletters n
        cross join customers d join customers c on c.id = coalesce(d.merged_into, d.id)
        where n.code = ${newsletterCode} and d.code = ${customerCode} and c.erased_at is null`,
    );
    if (asked === undefined) return undefined;
    const frame = await findFrame(deps, asked.newsletterId);
    if (frame === undefined) return undefined;
    const template = await deps.templates.newest(frame.templateName);
    if (template === undefined) return undefined;
    const now = deps.clock.now();
    const occurrenceOn = wallClockIn(asked.zone, now).date;
    const items = await chosenFor(deps, frame, { ...asked, occurrenceOn, now });
    const { staticLinks } = template.template;
    const addresses = plainAddresses(deps.publicUrl, template.template, items);
    const reader = { ...asked, occurrenceOn, channel: "email" };
    const merged = template.template.mergeEmail(
      viewOf({ frame, reader, now, items, staticLinks: staticLinks.length, addresses }),
    );
    if (!merged.ok) return undefined;
    const sms = (JSON.parse(asked.channels) as string[]).includes("sms")
      ? previewText(
          template.template,
          { frame, reader: { ...reader, channel: "sms" }, now, items, staticLinks: staticLinks.length },
          { settings: await deps.smsSettings(), publicUrl: deps.publicUrl, phone: asked.phone },
        )
      : undefined;
    return {
      ...merged.value,
      picks: items.map(({ item }) => pickOf(item)),
      ...(sms === undefined ? {} : { sms }),
    };
  };
}

type Occasion = Asked & { readonly occurrenceOn: string; readonly now: number };

async function chosenFor(
  deps: NewsletterContentDeps,
  frame: NewsletterFrame,
  { now, ...customer }: Occasion,
): Promise<readonly ChosenItem[]> {
  const shelf = await deps.shelf(frame.slots);
  const { eventNames, attributeNames } = shelf;
  const readers = await loadReaders(deps.store, {
    customerIds: [customer.customerId],
    now,
    eventNames,
    attributeNames,
  });
  const message = { ...customer, channel: "email", newsletterCode: frame.code };
  return choose(shelf, { message, reader: readers.get(customer.customerId), now });
}

function plainAddresses(publicUrl: string, template: PreparedTemplate, items: readonly ChosenItem[]) {
  const own = template.staticLinks;
  const page = `${publicUrl}/preferences`;
  return {
    jump: (linkNo: number) => own[linkNo] ?? items[linkNo - own.length]?.product.linkUrl ?? publicUrl,
    preferencesUrl: page,
    unsubscribeUrl: page,
    viewUrl: page,
  };
}
