import { slotsOf } from "#messages/newsletters/slots-of.ts";
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
import type { Composer } from "./composer.ts";
import { emailComposer } from "./email-composer.ts";
import { findGivenData, givenParts, nothingGiven } from "./given-data.ts";
import { loadReaders, type Reader } from "./load-readers.ts";
import { type ChosenItem, type NewsletterFrame, viewOf } from "./message-view.ts";
import { refuseOpenHttp } from "./ways-to-leave.ts";
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
  /** By channel, beside e-mail's. */
  readonly composers?: ReadonlyMap<string, Composer> | undefined;
  readonly shelf: ShelfSource;
  readonly templates: TemplateSource;
  readonly sender: () => Promise<Sender | undefined>;
  readonly linkIdsOf: (targets: readonly LinkTarget[]) => Promise<readonly number[]>;
};

/** What is kept of a message: with the template version it gives the same bytes again. */
type Inputs = {
  readonly date: number;
  readonly view: MergeView;
  /** What its channel decided once for it (Composer.decide). */
  readonly own?: unknown;
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
  const email = emailComposer(deps);
  const composerOf = (channel: string) => (channel === "email" ? email : deps.composers?.get(channel));
  return {
    missing: async () => ((await deps.sender()) === undefined ? "sender" : undefined),
    prepare: async (messages) => {
      const prepared = new Map<number, Result<PreparedMessage, SkipReason>>();
      for (const [newsletterId, group] of Map.groupBy(messages, (message) => message.newsletterId)) {
        const frame = await findFrame(deps, newsletterId);
        if (frame === undefined) continue;
        const again = group.filter((message) => message.inputs !== null);
        const fresh = group.filter((message) => message.inputs === null);
        for (const message of again) {
          const composer = composerOf(message.channel);
          if (composer !== undefined) prepared.set(message.id, await renderAgain(deps, frame, { message, composer }));
        }
        for (const batch of batchesOf(fresh)) {
          const composer = composerOf(batch.channel);
          if (composer !== undefined) await prepareFresh(deps, frame, { ...batch, composer, prepared });
        }
      }
      return prepared;
    },
  };
}

type Batch = Pick<ClaimedMessage, "channel" | "templateId"> & { readonly fresh: readonly ClaimedMessage[] };

/** One version of the template and one channel a batch; nearly always there is only one. */
function batchesOf(fresh: readonly ClaimedMessage[]): readonly Batch[] {
  return [...Map.groupBy(fresh, ({ channel }) => channel)].flatMap(([channel, some]) =>
    [...Map.groupBy(some, ({ templateId }) => templateId)].map(([templateId, same]) => ({
      channel,
      templateId,
      fresh: same,
    })),
  );
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
    slots: slotsOf(row.slots),
    sender,
  };
}

type FreshWork = Batch & {
  readonly composer: Composer;
  readonly prepared: Map<number, Result<PreparedMessage, SkipReason>>;
};

async function prepareFresh(deps: NewsletterContentDeps, frame: NewsletterFrame, work: FreshWork): Promise<void> {
  const { fresh, prepared, composer } = work;
  const now = deps.clock.now();
  const template = await templateOf(deps, { templateId: work.templateId, templateName: frame.templateName });
  if (template === undefined) {
    for (const message of fresh) prepared.set(message.id, err("nothing_to_say"));
    return;
  }
  const chosen = await chooseAll(deps, frame, { fresh, now });
  const isGiven = frame.kind !== "newsletter";
  const given = isGiven ? await findGivenData(deps.store, idsOf(fresh)) : nothingGiven;
  const decided = await composer.decide?.(fresh);
  const staticTargets = template.template.staticLinks.map((url): LinkTarget => ({
    url,
    kind: "page",
    productCode: "",
    category: "",
  }));
  const linkIds = await linkIdsOf(deps, staticTargets, chosen);
  const { tokens, publicUrl } = deps;
  for (const [index, message] of fresh.entries()) {
    const items = chosen[index] ?? [];
    const ids = linkIds[index] ?? [];
    const parts = givenParts(isGiven ? template.template.inputs : undefined, given, message);
    const own = decided === undefined ? ok(undefined) : (decided.get(message.id) ?? err("nothing_to_say"));
    if (items.length === 0 && frame.slots.length > 0) prepared.set(message.id, err("nothing_to_say"));
    else if (!parts.ok) prepared.set(message.id, parts);
    else if (!own.ok) prepared.set(message.id, own);
    else {
      const addresses = signedAddresses({ tokens, publicUrl, message, linkIds: ids, now });
      const said = viewOf({ frame, reader: message, now, items, staticLinks: staticTargets.length, addresses });
      const inputs: Inputs = {
        date: now,
        view: { ...said, ...parts.value },
        linkIds: ids,
        picks: items.map(({ item }) => pickOf(item)),
        ...offerEndOf(items),
        ...(own.value === undefined ? {} : { own: own.value }),
      };
      const text = JSON.stringify(inputs);
      prepared.set(message.id, await render(composer, frame, { message, template, inputs, text }));
    }
  }
}

const idsOf = (messages: readonly ClaimedMessage[]) => messages.map(({ id }) => id);

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
  { message, composer }: { readonly message: ClaimedMessage; readonly composer: Composer },
): Promise<Result<PreparedMessage, SkipReason>> {
  const template = message.templateId === null ? undefined : await deps.templates.byId(message.templateId);
  if (template === undefined || message.inputs === null || message.templateId === null) return err("nothing_to_say");
  const inputs = JSON.parse(message.inputs) as Inputs;
  return render(composer, frame, {
    message,
    template: { id: message.templateId, template },
    inputs,
    text: message.inputs,
  });
}

type Rendering = {
  readonly message: ClaimedMessage;
  readonly template: { readonly id: number; readonly template: PreparedTemplate };
  readonly inputs: Inputs;
  readonly text: string;
};

/** A message that comes after one of its offers is over promises what nobody gets. */
function offerEndOf(items: readonly ChosenItem[]): Pick<Inputs, "offerEndsAt"> {
  const ends = items.flatMap(({ product }) => product.validUntil ?? []);
  return ends.length === 0 ? {} : { offerEndsAt: Math.min(...ends) };
}

async function render(
  composer: Composer,
  frame: NewsletterFrame,
  { message, template, inputs, text }: Rendering,
): Promise<Result<PreparedMessage, SkipReason>> {
  const { view, own } = inputs;
  const composed = await composer.compose({ frame, message, template: template.template, view, own });
  if (!composed.ok) return composed;
  return ok({
    ...composed.value,
    templateId: template.id,
    inputs: text,
    date: inputs.date,
    linkIds: inputs.linkIds,
    ...(inputs.offerEndsAt === undefined ? {} : { offerEndsAt: inputs.offerEndsAt }),
  });
}
