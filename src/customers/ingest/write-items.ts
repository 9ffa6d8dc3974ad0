import type { Fault } from "#kernel/problem.ts";
import type { Query, Row, Statement } from "#store/store.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { customerRows } from "#customers/facts/customer-rows.ts";
import { changedRows, factStatements } from "#customers/facts/fact-statements.ts";
import { mergeStatements } from "#customers/facts/merge-statements.ts";
import { bornInBatch, settleNewCustomers, withheldStatement } from "#customers/facts/withheld.ts";
import { maskRefused } from "#customers/accounts/mask-refused.ts";
import { seal } from "#customers/seal.ts";
import type { ReadItem } from "./read-item.ts";

/** An item that is no fact, as it came. */
export type Refused = { readonly index: number; readonly item: unknown; readonly faults: readonly Fault[] };

type GoodItem = ReadItem & { readonly index: number; readonly pointer: string };

export type ItemBatch = {
  readonly items: readonly GoodItem[];
  readonly refused: readonly Refused[];
  readonly attributeNames: readonly string[];
  readonly receivedAt: number;
  readonly sender: string;
  readonly isTrusted: boolean;
  /** The items as they came, by index. */
  readonly source: readonly unknown[];
};

export type Written = {
  readonly accepted: number;
  readonly unwritable: readonly Refused[];
  /** Pointers to what the sender may not do. */
  readonly withheld: readonly string[];
};

const NOTHING_WRITTEN: Written = { accepted: 0, unwritable: [], withheld: [] };

/**
 * Writes a call's items in one batch. Should the database refuse a value that the readers let through, the batch is halved
 * until the one bad item stands alone and is refused by itself: a sender that repeats on 5xx would otherwise repeat for ever.
 */
export async function writeItems(deps: CustomerDeps, batch: ItemBatch): Promise<Written> {
  if (batch.items.length === 0 && batch.refused.length === 0) return NOTHING_WRITTEN;
  try {
    const results = await deps.store.write(itemStatements(deps, batch));
    return { accepted: changedRows(results), unwritable: [], withheld: withheldIn(results) };
  } catch (cause) {
    if (!isAboutData(cause)) throw cause;
    return batch.items.length > 1 ? writeHalves(deps, batch) : refuseLast(deps, batch);
  }
}

async function writeHalves(deps: CustomerDeps, batch: ItemBatch): Promise<Written> {
  const middle = batch.items.length >> 1;
  const first = await writeItems(deps, { ...batch, items: batch.items.slice(0, middle) });
  const second = await writeItems(deps, { ...batch, items: batch.items.slice(middle), refused: [] });
  return {
    accepted: first.accepted + second.accepted,
    unwritable: [...first.unwritable, ...second.unwritable],
    withheld: [...first.withheld, ...second.withheld],
  };
}

async function refuseLast(deps: CustomerDeps, batch: ItemBatch): Promise<Written> {
  const unwritable = batch.items.map(({ index }) => ({
    index,
    item: batch.source[index],
    faults: [{ pointer: "", message: "The database could not take this item." }],
  }));
  await deps.store.write(refusedStatements(deps, { ...batch, refused: [...batch.refused, ...unwritable] }));
  return { ...NOTHING_WRITTEN, unwritable };
}

/** A broken constraint or value, as against a lost connection, a lock or a full disk. libSQL and D1 word it alike. */
function isAboutData(cause: unknown): boolean {
  return cause instanceof Error && /constraint failed|malformed JSON|datatype mismatch|too big/i.test(cause.message);
}

function itemStatements(deps: CustomerDeps, batch: ItemBatch): Statement[] {
  const { items, receivedAt, attributeNames } = batch;
  // Most calls of a public key ask for nothing that could be withheld, and cost nothing more.
  const isPublic = !batch.isTrusted && items.some(mayBeWithheld);
  const merges = items.flatMap(({ merge }) => (merge === undefined ? [] : [merge]));
  const facts = items.map(({ fact }) => fact);
  const codes = [...facts.map(({ customer }) => String(customer)), ...merges.map(({ from }) => from)];
  return [
    ...refusedStatements(deps, batch),
    customerRows(codes, isPublic ? bornInBatch(receivedAt) : receivedAt),
    ...mergeStatements(deps, merges, { attributeNames, isPublic }),
    ...(isPublic ? [withheldStatement(items)] : []),
    ...factStatements(deps, { by: "code", facts, receivedAt, isPublic }),
    ...(isPublic ? [settleNewCustomers(codes)] : []),
  ];
}

function mayBeWithheld({ claims, merge }: GoodItem): boolean {
  return merge !== undefined || claims.length > 0;
}

function withheldIn(results: readonly (readonly Row[])[]): string[] {
  return results.flat().flatMap(({ withheld }) => (typeof withheld === "string" ? [withheld] : []));
}

function keptOf(item: unknown, faults: readonly Fault[]): string {
  return JSON.stringify(maskRefused(item, { reasons: faults.map(({ message }) => message) }));
}

function refusedStatements(deps: CustomerDeps, { refused, receivedAt, sender }: ItemBatch): Query[] {
  if (refused.length === 0) return [];
  const place = { table: "rejected_items", key: String(receivedAt), column: "item" };
  const rows = refused.map(({ item, faults }) => [
    JSON.stringify(faults),
    Buffer.from(seal(deps.secret, place, keptOf(item, faults))).toString("hex"),
  ]);
  return [
    {
      sql: `insert into rejected_items (received_at, source, faults, item)
        select ?, ?, item.value ->> 0, unhex(item.value ->> 1) from json_each(?) as item where true`,
      params: [receivedAt, sender, JSON.stringify(rows)],
    },
  ];
}
