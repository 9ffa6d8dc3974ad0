import type { Fault } from "#kernel/problem.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findAttributes } from "#customers/attributes.ts";
import { isObject } from "./read-values.ts";
import { type ItemContext, readItem, type ReadItem } from "./read-item.ts";
import { type Refused, writeItems } from "./write-items.ts";

/** The items of one call. */
export type Delivery = {
  readonly items: readonly unknown[];
  /** Set where the address names the type of its one item. */
  readonly type?: string | undefined;
  /** The sender's clock when it sent, epoch ms. */
  readonly sentAt: number | undefined;
  /** JSON Pointer to item `index` of the body. */
  pointerOf(index: number): string;
  /** What is wrong with item `index` in its text already, so that its value can't tell. */
  faultsOf?(index: number): readonly Fault[];
  /** Who sent: a key's id. */
  readonly sender: string;
  /**
   * true for the vendor's own server and our own rooms. A public write key fills gaps of customers who existed before, and
   * neither replaces what is known of them nor grants consent in their names; nobody has bought anything because of it.
   */
  readonly isTrusted: boolean;
};

export type IngestAnswer = {
  /** New facts. */
  readonly accepted: number;
  /** Facts whose message was known, or twice in this call. */
  readonly duplicates: number;
  /** Facts of customers who were erased: nothing of them is kept. */
  readonly erased: number;
  /** Items that are no facts; they are kept for the operator. */
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly faults: readonly Fault[] }>;
  /** Items whose time lay more than an hour ahead and became the time of arrival. */
  readonly clamped: readonly number[];
  /** Traits that no declaration names; they are kept with their events. */
  readonly undeclaredTraits: number;
  /** JSON Pointers to what only a trusted sender may do: it is kept with its event and changed nothing else. */
  readonly withheld: readonly string[];
};

/**
 * Takes the items of one call: the good ones are recorded with all that follows from them in one batch, the bad ones are
 * kept sealed and named in the answer. A call that is repeated changes nothing.
 */
export async function ingestItems(deps: CustomerDeps, delivery: Delivery): Promise<IngestAnswer> {
  const context = await contextOf(deps, delivery);
  const good = new Map<string, ReadItem & { readonly index: number; readonly pointer: string }>();
  const refused: Refused[] = [];
  const clamped: number[] = [];
  let twins = 0;
  let undeclaredTraits = 0;
  delivery.items.forEach((item, index) => {
    const pointer = delivery.pointerOf(index);
    const inText = delivery.faultsOf?.(index) ?? NO_FAULTS;
    const read = inText.length > 0 ? inText : readItem(item, context, pointer);
    if (!("fact" in read)) {
      refused.push({ index, item, faults: read });
      return;
    }
    if (good.has(read.fact.messageId)) twins += 1;
    else good.set(read.fact.messageId, { ...read, index, pointer });
    if (read.isClamped) clamped.push(index);
    undeclaredTraits += read.undeclaredTraits;
  });
  const written = await writeItems(deps, {
    items: [...good.values()],
    refused,
    attributeNames: [...context.attributes.keys()],
    receivedAt: context.receivedAt,
    sender: delivery.sender,
    isTrusted: delivery.isTrusted,
    source: delivery.items,
  });
  const unwritten = good.size - written.accepted - written.unwritable.length;
  const erased = unwritten === 0 ? 0 : await countErased(deps, [...good.values()]);
  return {
    accepted: written.accepted,
    duplicates: twins + unwritten - erased,
    erased,
    rejected: [...refused, ...written.unwritable]
      .map(({ index, faults }) => ({ index, faults }))
      .toSorted((left, right) => left.index - right.index),
    clamped,
    undeclaredTraits,
    withheld: written.withheld,
  };
}

/** How many of the facts name a customer who was erased. One unique look-up each. */
async function countErased({ store }: CustomerDeps, items: readonly ReadItem[]): Promise<number> {
  const [row] = await store.read<{ erased: number }>({
    sql: `select count(*) as erased from json_each(?) as item cross join customers on code = item.value
      where erased_at is not null`,
    params: [JSON.stringify(items.map(({ fact }) => fact.customer))],
  });
  return row?.erased ?? 0;
}

const NO_FAULTS: readonly Fault[] = [];
const NO_ATTRIBUTES: ItemContext["attributes"] = new Map();

/** Declarations are read afresh for each call that needs them, so an attribute counts from the moment it is declared. */
async function contextOf(deps: CustomerDeps, { items, type, sentAt, isTrusted }: Delivery): Promise<ItemContext> {
  const needsAttributes = items.some((item) => {
    const kind = type ?? (isObject(item) ? item["type"] : undefined);
    return kind === "identify" || kind === "alias";
  });
  return {
    type,
    sentAt,
    isTrusted,
    receivedAt: deps.clock.now(),
    secret: deps.secret,
    defaultCountry: deps.defaultCountry,
    attributes: needsAttributes ? await findAttributes(deps.store) : NO_ATTRIBUTES,
  };
}
