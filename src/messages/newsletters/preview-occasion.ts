import { sql } from "drizzle-orm";
import { wallClockIn } from "#kernel/calendar.ts";
import type { ChosenItem, NewsletterFrame, ViewInput } from "#messages/content/message-view.ts";
import { choose, findFrame, type NewsletterContentDeps } from "#messages/content/newsletter-content.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";

export type PreviewQuestion = { readonly newsletterCode: string; readonly customerCode: string };

type Asked = {
  readonly newsletterId: number;
  readonly customerId: number;
  readonly firstName: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly channels: string;
};

/** A newsletter for one customer now, before it is words. */
export type PreviewOccasion = {
  readonly asked: Asked;
  readonly frame: NewsletterFrame;
  readonly template: PreparedTemplate;
  readonly items: readonly ChosenItem[];
  /** What a channel's words are merged from, but its addresses. */
  readonly inputFor: (channel: string) => Omit<ViewInput, "addresses">;
};

/**
 * Chosen by the same rules from the same facts as for sending; nothing is written. undefined where there is no such newsletter,
 * customer or published template, or nobody speaks yet.
 */
export async function previewOccasion(
  deps: NewsletterContentDeps,
  { newsletterCode, customerCode }: PreviewQuestion,
): Promise<PreviewOccasion | undefined> {
  const [asked] = await deps.store.read<Asked>(
    sql`select n.id as newsletterId, c.id as customerId, c.first_name as firstName, c.locale, c.zone, c.phone,
      n.channels from newsletters n
      cross join customers d join customers c on c.id = coalesce(d.merged_into, d.id)
      where n.code = ${newsletterCode} and d.code = ${customerCode} and c.erased_at is null`,
  );
  if (asked === undefined) return undefined;
  const frame = await findFrame(deps, asked.newsletterId);
  if (frame === undefined) return undefined;
  const newest = await deps.templates.newest(frame.templateName);
  if (newest === undefined) return undefined;
  const now = deps.clock.now();
  const occurrenceOn = wallClockIn(asked.zone, now).date;
  const items = await chosenFor(deps, frame, { ...asked, occurrenceOn, now });
  const { template } = newest;
  return {
    asked,
    frame,
    template,
    items,
    inputFor: (channel) => ({
      frame,
      reader: { ...asked, occurrenceOn, channel },
      now,
      items,
      staticLinks: template.staticLinks.length,
    }),
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
