import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { SelectedItem } from "#content/selection.ts";
import type { LinkTarget } from "#clicks/link-statements.ts";
import type { Clock } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { ClaimedMessage, ContentSource, PreparedMessage, SkipReason } from "#messages/message.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import type { TokenKeys } from "#tracking/token.ts";
import type { Store } from "#store/store.ts";
import { findGivenData, givenParts, nothingGiven } from "./given-data.ts";
import { loadReaders, type Reader } from "./load-readers.ts";
import { type ChosenItem, type NewsletterFrame, viewOf } from "./message-view.ts";
import { refuseOpenHttp, waysToLeave } from "./ways-to-leave.ts";
import { type Occasion, selectFor } from "./select-for.ts";
import { signedAddresses } from "./signed-addresses.ts";
import type { Sender, Shelf, ShelfSource, TemplateSource } from "./shelf.ts";

export type NewsletterContentDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly tokens: TokenKeys;
  /** Origin under which jumpstations and pages are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Where a mail takes a reader off as well, beside the link: a mailbox of the vendor. */
  readonly unsubscribeMailbox?: string | undefined;
  readonly shelf: ShelfSource;
  readonly templates: TemplateSource;
  readonly sender: () => Promise<Sender | undefined>;
  readonly linkIdsOf: (targets: readonly LinkTarget[]) => Promise<readonly number[]>;
};

/** What is kept of a message: with the template version it gives the same bytes again. */
type Inputs = {
  readonly date: number;
  readonly view: MergeView;
  readonly linkIds: readonly number[];
  readonly picks: readonly ChosenPick[];
  /** Epoch ms: the first end of what it offers. */
  readonly offerEndsAt?: number;
};
export type ChosenPick = {
  readonly code: string;
  readonly slot: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly score: number;
};

/**
 * The content of newsletters: chosen now, from what is known now, by the vendor's rules and the customer's scores. Throws for a
 * public address under which nobody could leave a newsletter: the process must not start with it.
 */
export function newsletterContent(deps: NewsletterContentDeps): ContentSource {
  refuseOpenHttp(deps.publicUrl);
  return {
    missing: async () => ((await deps.sender()) === undefined ? "sender" : undefined),
    prepare: async (messages) => {
      const prepared = new Map<number, Result<PreparedMessage, SkipReason>>();
      for (const [newsletterId, group] of Map.groupBy(messages, (message) => message.newsletterId)) {
        const frame = await findFrame(deps, newsletterId);
        if (frame === undefined) continue;
        const again = group.filter((message) => message.inputs !== null);
        const fresh = group.filter((message) => message.inputs === null);
        for (const message of again) prepared.set(message.id, await renderAgain(deps, frame, message));
        for (const [templateId, pinned] of Map.groupBy(fresh, (message) => message.templateId)) {
          await prepareFresh(deps, { ...frame, templateId }, { fresh: pinned, prepared });
        }
      }
      return prepared;
    },
  };
}

/** undefined where nobody speaks yet. */
export async function findFrame(
  deps: Pick<NewsletterContentDeps, "store" | "sender">,
  newsletterId: number,
): Promise<NewsletterFrame | undefined> {
  const sender = await deps.sender();
  if (sender === undefined) return undefined;
  const [row] = await deps.store.read<Omit<NewsletterFrame, "slots" | "sender"> & { slots: string }>(
    sql`select code, kind, slots, template_name as templateName, message_class as messageClass from newsletters where id = ${newsletterId}`,
  );
  if (row === undefined) throw new Error("A message names a newsletter that is not there.");
  return {
    ...row,
    slots: JSON.parse(row.slots) as NewsletterFrame["slots"],
    sender,
  };
}

type FreshWork = {
  readonly fresh: readonly ClaimedMessage[];
  readonly prepared: Map<number, Result<PreparedMessage, SkipReason>>;
};

async function prepareFresh(
  deps: NewsletterContentDeps,
  frame: NewsletterFrame & { readonly templateId: number | null },
  { fresh, prepared }: FreshWork,
): Promise<void> {
  const now = deps.clock.now();
  const template = await templateOf(deps, frame);
  if (template === undefined) {
    for (const message of fresh) prepared.set(message.id, err("nothing_to_say"));
    return;
  }
  const chosen = await chooseAll(deps, frame, { fresh, now });
  const given =
    frame.kind === "newsletter"
      ? nothingGiven
      : await findGivenData(
          deps.store,
          fresh.map(({ id }) => id),
        );
  const staticTargets = template.template.staticLinks.map((url): LinkTarget => ({
    url,
    kind: "page",
    productCode: "",
    category: "",
  }));
  const linkIds = await linkIdsOf(deps, staticTargets, chosen);
  for (const [index, message] of fresh.entries()) {
    const items = chosen[index] ?? [];
    if (items.length === 0 && frame.slots.length > 0) {
      prepared.set(message.id, err("nothing_to_say"));
      continue;
    }
    const parts = givenParts(frame.kind === "newsletter" ? undefined : template.template.inputs, given, message);
    if (!parts.ok) {
      prepared.set(message.id, parts);
      continue;
    }
    const ids = linkIds[index] ?? [];
    const { tokens, publicUrl } = deps;
    const addresses = signedAddresses({ tokens, publicUrl, message, linkIds: ids, now });
    const said = viewOf({ frame, reader: message, now, items, staticLinks: staticTargets.length, addresses });
    const view = { ...said, ...parts.value };
    const picks = items.map(({ item }) => pickOf(item));
    const inputs: Inputs = { date: now, view, linkIds: ids, picks, ...offerEndOf(items) };
    prepared.set(
      message.id,
      render(deps, frame, { occurrenceOn: message.occurrenceOn, template, inputs, text: JSON.stringify(inputs) }),
    );
  }
}

/** The version that the messages were accepted with, or the newest. */
async function templateOf(
  { templates }: Pick<NewsletterContentDeps, "templates">,
  { templateId, templateName }: { readonly templateId: number | null; readonly templateName: string },
): Promise<{ readonly id: number; readonly template: PreparedTemplate } | undefined> {
  if (templateId === null) return templates.newest(templateName);
  const template = await templates.byId(templateId);
  return template === undefined ? undefined : { id: templateId, template };
}

/** The choice for each message. A programme without slots chooses nothing, and nobody's facts are read for it. */
async function chooseAll(
  deps: Pick<NewsletterContentDeps, "store" | "shelf">,
  frame: NewsletterFrame,
  { fresh, now }: { readonly fresh: readonly ClaimedMessage[]; readonly now: number },
): Promise<ReadonlyArray<readonly ChosenItem[]>> {
  if (frame.slots.length === 0) return fresh.map(() => []);
  const shelf = await deps.shelf(frame.slots);
  const readers = await loadReaders(deps.store, {
    customerIds: fresh.map((message) => message.customerId),
    now,
    eventNames: shelf.eventNames,
    attributeNames: shelf.attributeNames,
  });
  return fresh.map((message) => choose(shelf, { message, reader: readers.get(message.customerId), now }));
}

/** What the shelf has for one customer now, with the products' words and pictures. */
export function choose(
  shelf: Shelf,
  about: { message: Occasion; reader: Reader | undefined; now: number },
): readonly ChosenItem[] {
  return selectFor(shelf, about).flatMap((item) => {
    const product = shelf.productById.get(item.productId);
    return product === undefined ? [] : [{ item, product }];
  });
}

/**
 * Link row ids of each message: the template's own links first, then one for each item, in the order of the token's byte. A
 * batch shares its products, so each is asked for once.
 */
async function linkIdsOf(
  deps: NewsletterContentDeps,
  staticTargets: readonly LinkTarget[],
  chosen: ReadonlyArray<readonly ChosenItem[]>,
): Promise<readonly (readonly number[])[]> {
  const products = [...new Set(chosen.flat().map(({ product }) => product))];
  const targets = products.map(({ linkUrl, code, category }): LinkTarget => ({
    url: linkUrl,
    kind: "product",
    productCode: code,
    category,
  }));
  const ids = await deps.linkIdsOf([...staticTargets, ...targets]);
  const own = ids.slice(0, staticTargets.length);
  const idOf = new Map(products.map((product, index) => [product, ids[staticTargets.length + index] ?? 0]));
  return chosen.map((items) => [...own, ...items.map(({ product }) => idOf.get(product) ?? 0)]);
}

export function pickOf(item: SelectedItem): ChosenPick {
  const { code, slot, reason, rules, score } = item;
  return { code, slot, reason: reason.words, rules: rules.map((rule) => rule.name), score };
}

async function renderAgain(
  deps: NewsletterContentDeps,
  frame: NewsletterFrame,
  message: ClaimedMessage,
): Promise<Result<PreparedMessage, SkipReason>> {
  const template = message.templateId === null ? undefined : await deps.templates.byId(message.templateId);
  if (template === undefined || message.inputs === null || message.templateId === null) return err("nothing_to_say");
  const inputs = JSON.parse(message.inputs) as Inputs;
  return render(deps, frame, {
    occurrenceOn: message.occurrenceOn,
    template: { id: message.templateId, template },
    inputs,
    text: message.inputs,
  });
}

type Rendering = {
  readonly occurrenceOn: string;
  readonly template: { readonly id: number; readonly template: PreparedTemplate };
  readonly inputs: Inputs;
  readonly text: string;
};

/** A message that comes after one of its offers is over promises what nobody gets. */
function offerEndOf(items: readonly ChosenItem[]): Pick<Inputs, "offerEndsAt"> {
  const ends = items.flatMap(({ product }) => product.validUntil ?? []);
  return ends.length === 0 ? {} : { offerEndsAt: Math.min(...ends) };
}

function render(
  deps: Pick<NewsletterContentDeps, "unsubscribeMailbox">,
  frame: NewsletterFrame,
  { occurrenceOn, template, inputs, text }: Rendering,
): Result<PreparedMessage, SkipReason> {
  const merged = template.template.mergeEmail(inputs.view);
  if (!merged.ok) return err("nothing_to_say");
  const { subject, html } = merged.value;
  const { sender } = frame;
  const isMarketing = frame.messageClass === "marketing";
  return ok({
    templateId: template.id,
    inputs: text,
    date: inputs.date,
    linkIds: inputs.linkIds,
    ...(inputs.offerEndsAt === undefined ? {} : { offerEndsAt: inputs.offerEndsAt }),
    bodyHash: createHash("sha256")
      .update(subject)
      .update("\0")
      .update(html)
      .update("\0")
      .update(merged.value.text)
      .digest("base64url"),
    content: {
      kind: "email",
      from: { name: sender.fromName, address: sender.fromAddress },
      ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
      subject,
      html,
      text: merged.value.text,
      ...(isMarketing ? waysToLeave(inputs.view.unsubscribeUrl, deps.unsubscribeMailbox) : {}),
      ...(isMarketing ? { listId: `${frame.code}.${sender.domain}` } : {}),
      // The occurrence is the same for all its readers, so the field names no person.
      feedbackId: `${frame.code}.${occurrenceOn}:${frame.messageClass}:jumpstation`,
    },
  });
}
