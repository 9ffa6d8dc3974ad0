import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { SegmentDeps } from "./segment-deps.ts";
import { countMatching } from "./segment-query.ts";
import type { SegmentRule } from "./segment-rule.ts";
import { sampleParts } from "./sample.ts";
import { wilsonInterval } from "./wilson-interval.ts";

export type Estimate = {
  readonly count: number;
  /** The count lies in here with 95 % confidence, both ends included. */
  readonly low: number;
  readonly high: number;
  /** How many ids were asked about. */
  readonly sampled: number;
  /** Everybody was asked: the count is exact. */
  readonly isExact: boolean;
};

/** From here on no further part of the sample is asked: somebody is typing. */
const ENOUGH_MS = 80;

/** About how many customers a rule holds for, by the fixed sample, or by as much of it as the rule gets through in time. */
export async function estimateCount({ store, clock }: SegmentDeps, rule: SegmentRule): Promise<Estimate> {
  const maxId = await findMaxId(store);
  const now = clock.now();
  let [hits, sampled] = [0, 0];
  for (const ids of sampleParts(maxId)) {
    hits += await countMatching(store, { rule, among: { ids }, now });
    sampled += ids.length;
    if (clock.now() - now > ENOUGH_MS) break;
  }
  if (sampled === maxId) return { count: hits, low: hits, high: hits, sampled, isExact: true };
  const { low, high } = wilsonInterval(hits, sampled);
  return {
    count: Math.round((hits / sampled) * maxId),
    low: Math.max(hits, Math.floor(low * maxId)),
    high: Math.ceil(high * maxId),
    sampled,
    isExact: false,
  };
}

/** The greatest id that a customer ever had here: the end of the primary key. */
export async function findMaxId(store: Store): Promise<number> {
  const [row] = await store.read<{ id: number | null }>(sql`select max(id) as id from customers`);
  return row?.id ?? 0;
}
