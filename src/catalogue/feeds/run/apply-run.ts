import { sql } from "drizzle-orm";
import type { Statement } from "#store/store.ts";
import type { ProductChange } from "#catalogue/feeds/mapping/map-change.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import type { ProductSetInput } from "#catalogue/products/product-set.ts";
import { hostedSources } from "#catalogue/images/image-name.ts";
import { putStatements } from "#catalogue/products/product-statements.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import {
  type Applied,
  changeProducts,
  dropItems,
  missingCodes,
  nextItems,
  rememberApplied,
  reviveReturned,
  showHosted,
  wantImages,
  withdrawMissing,
} from "./apply-statements.ts";
import { RUN_LEASE_MS, type RunRow } from "./run-rows.ts";

const CHUNK = 100;
const MISSING_CHUNK = 200;

export type ApplyRun = {
  readonly deps: FeedDeps;
  readonly feed: Feed;
  readonly run: RunRow;
  /** Chunks of this turn; what is left is the next turn's. All of them unless told. */
  readonly maxChunks?: number;
};

/**
 * Takes over what a run put aside, chunk by chunk: each chunk is one batch with the mark of how far it came, so a turn that
 * was cut off goes on where it stopped. True when all is done: selection sees it with the next message.
 */
export async function applyRun({ deps, feed, run, maxChunks = Infinity }: ApplyRun): Promise<boolean> {
  const { store, clock } = deps;
  let chunks = 0;
  for (; chunks < maxChunks; chunks += 1) {
    const items = await store.read<ItemRow>(nextItems(run.id, CHUNK));
    if (items.length === 0) break;
    const now = clock.now();
    await store.write([
      ...itemStatements(feed, items, now),
      dropItems(run.id, items.at(-1)?.n ?? 0),
      keepApplying(run.id, now, { applied: items.length, withdrawn: 0 }),
    ]);
    await deps.breathe?.();
  }
  const isComplete =
    feed.settings.mode === "delta" || (await withdraw({ deps, feed, run, maxChunks: maxChunks - chunks }));
  if (!isComplete || chunks >= maxChunks) {
    // Nobody works on it until the next turn: it may be taken at once.
    await store.write([sql`update feed_runs set lease_until = 0 where id = ${run.id} and state = 'applying'`]);
    return false;
  }
  await finish(deps, feed, run);
  return true;
}

type ItemRow = { readonly n: number; readonly code: string; readonly hash: string; readonly body: string };

function itemStatements(feed: Feed, items: readonly ItemRow[], now: number): readonly Statement[] {
  const { mode, images } = feed.settings;
  if (mode === "delta")
    return [
      changeProducts(
        items.map(({ body }) => JSON.parse(body) as ProductChange),
        now,
      ),
    ];
  const products = items.map(({ body }) => JSON.parse(body) as ProductSetInput);
  const codes = products.map(({ code }) => code);
  const applied: Applied[] = items.map(({ code, hash }) => ({ code, hash }));
  return [
    // What an operator withdrew stays so: the feed says what there is, not what is offered.
    ...putStatements(
      products.map((product) => ({ ...product, state: null })),
      now,
    ),
    reviveReturned(codes, now),
    ...(images === "host" ? [wantImages(foreign(products), now), showHosted(codes)] : []),
    rememberApplied(feed.id, applied, now),
  ];
}

/** Addresses of pictures that are not hosted here already. */
function foreign(products: readonly ProductSetInput[]): readonly string[] {
  return [...new Set(products.map(({ imageUrl }) => imageUrl))].filter((url) => hostedSources(url) === undefined);
}

function keepApplying(run: number, now: number, more: { readonly applied: number; readonly withdrawn: number }) {
  return sql`update feed_runs set applied = applied + ${more.applied}, withdrawn = withdrawn + ${more.withdrawn},
    lease_until = ${now + RUN_LEASE_MS} where id = ${run} and state = 'applying'`;
}

async function withdraw({ deps, feed, run, maxChunks = Infinity }: ApplyRun): Promise<boolean> {
  const { store, clock } = deps;
  const of = { run: run.id, feedId: feed.id };
  let after = "";
  for (let chunks = 0; chunks < maxChunks; chunks += 1) {
    const missing = await store.read<{ code: string }>(missingCodes(of, after, MISSING_CHUNK));
    if (missing.length === 0) return true;
    const codes = missing.map(({ code }) => code);
    after = codes.at(-1) ?? after;
    const now = clock.now();
    const [gone = []] = await store.write(withdrawMissing(feed.id, codes, now));
    await store.write([keepApplying(run.id, now, { applied: 0, withdrawn: gone.length })]);
    await deps.breathe?.();
  }
  return false;
}

async function finish({ store, clock }: FeedDeps, feed: Feed, run: RunRow): Promise<void> {
  const now = clock.now();
  await store.write([
    sql`update feed_runs set state = 'done', finished_at = ${now} where id = ${run.id} and state = 'applying'`,
    sql`update feeds set etag = ${run.etag}, last_modified = ${run.last_modified} where id = ${feed.id}`,
    catalogueChanged(now),
  ]);
}
