import type { SegmentDeps } from "./segment-deps.ts";
import { findMaxId } from "./estimate-count.ts";
import { countMatching } from "./segment-query.ts";
import type { SegmentRule } from "./segment-rule.ts";

/** Long enough to be worth a statement, short enough for whoever waits behind it. */
const SLICE_MS = 25;
const [LEAST, FIRST, MOST] = [1_000, 20_000, 100_000];

/**
 * For how many customers a rule holds, all asked: in slices of ids, so that ingest and readers come between. Who changes
 * meanwhile counts as she was when her slice came.
 */
export async function countExactly({ store, clock }: SegmentDeps, rule: SegmentRule): Promise<number> {
  const now = clock.now();
  const maxId = await findMaxId(store);
  let count = 0;
  let size = FIRST;
  for (let after = 0; after < maxId;) {
    const startedAt = clock.now();
    count += await countMatching(store, { rule, among: { after, upTo: after + size }, now });
    after += size;
    size = nextSize(size, clock.now() - startedAt);
  }
  return count;
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs > SLICE_MS * 1.5) return Math.max(LEAST, size >> 1);
  return tookMs < SLICE_MS / 2 ? Math.min(MOST, size * 2) : size;
}
