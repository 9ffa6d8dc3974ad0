import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "#kernel/clock.ts";
import { countExactly } from "#segments/count-exactly.ts";
import { estimateCount } from "#segments/estimate-count.ts";
import { putSegment } from "#segments/put-segment.ts";
import { refreshSegments } from "#segments/refresh/refresh-segments.ts";
import { findSegment } from "#segments/segment.ts";
import { checkSegmentRule, type SegmentRule } from "#segments/segment-rule.ts";
import { loadSegmentVocabulary } from "#segments/segment-vocabulary.ts";
import type { Store } from "#store/store.ts";
import { measured, median, round } from "./kit/measure.ts";
import { NOW, segmentWorld } from "./kit/segment-world.ts";

const CUSTOMERS = 1_000_000;

/** Ten conditions as an operator writes them: eight columns, an affinity, and what she bought. */
const TEN = `customer.age >= 25 && customer.age < 65 && customer.spent_minor > 5000 && customer.score >= 0.1
  && customer.city in ["Leeds", "York", "Hull", "Bath"] && customer.is_member && customer.joined_on > date("2017-01-01")
  && customer.tier != "none" && affinity("garden") > 0.05
  && did("purchase", {category: "garden"}, 180) >= 1`;

/** Ten that hold for nearly everybody, so that nearly all of them are asked of nearly everybody, her past included. */
const BROAD = `customer.age >= 18 && customer.spent_minor >= 0 && customer.score >= 0.0 && has(customer.city)
  && customer.tier != "gold" && customer.joined_on > date("2015-01-02") && !(customer.household > 4)
  && affinity("garden") < 0.9 && did("purchase", 400) >= 1 && did("Product Viewed", {size: 1}) >= 1`;

/** The clock of the rules stands; the clock that cuts the work into slices runs. */
const clock: Clock = { now: () => NOW + performance.now() };

export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "segment-bench-"));
  try {
    const store = await segmentWorld(`file:${join(folder, "segment.db")}`, CUSTOMERS);
    const ten = await measureRule(store, TEN);
    const broad = await measureRule(store, BROAD);
    const kept = await measureKeeping(store);
    await store.close();
    return {
      exactMs: ten.exactMs,
      estimateMs: ten.estimateMs,
      estimateIntervalHit: ten.isHit,
      exactCpuMs: ten.exactCpuMs,
      members: ten.exact,
      estimate: ten.estimate,
      low: ten.low,
      high: ten.high,
      longestSliceMs: ten.longestSliceMs,
      sampled: ten.sampled,
      estimateCpuMs: ten.estimateCpuMs,
      broadExactMs: broad.exactMs,
      broadExactCpuMs: broad.exactCpuMs,
      broadSampled: broad.sampled,
      broadEstimateMs: broad.estimateMs,
      broadIntervalHit: broad.isHit,
      broadMembers: broad.exact,
      ...kept,
      rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ruleOf(store: Store, source: string): Promise<SegmentRule> {
  const rule = checkSegmentRule(source, await loadSegmentVocabulary(store));
  if (!rule.ok) throw new Error(JSON.stringify(rule.error));
  return rule.value;
}

/** The store, and how long its longest statement took: what anybody else would have waited. */
function watched(store: Store): { readonly store: Store; readonly longest: () => number } {
  let longest = 0;
  const read: Store["read"] = async (statement) => {
    const from = performance.now();
    const rows = await store.read(statement);
    longest = Math.max(longest, performance.now() - from);
    return rows as never;
  };
  return { store: { ...store, read }, longest: () => longest };
}

async function measureRule(store: Store, source: string) {
  const rule = await ruleOf(store, source);
  const estimates: number[] = [];
  const exacts: number[] = [];
  const cpus: number[] = [];
  const estimateCpus: number[] = [];
  let [exact, longestSliceMs] = [0, 0];
  let estimate = await estimateCount({ store, clock }, rule);
  for (let run = 0; run < 5; run += 1) {
    const estimated = await measured(() => estimateCount({ store, clock }, rule));
    estimates.push(estimated.wallMs);
    estimateCpus.push(estimated.cpuMs);
    estimate = estimated.value;
    const slices = watched(store);
    const counted = await measured(() => countExactly({ store: slices.store, clock }, rule));
    exacts.push(counted.wallMs);
    cpus.push(counted.cpuMs);
    exact = counted.value;
    longestSliceMs = slices.longest();
  }
  return {
    exact,
    estimate: estimate.count,
    sampled: estimate.sampled,
    estimateCpuMs: round(median(estimateCpus), 1),
    low: estimate.low,
    high: estimate.high,
    isHit: estimate.low <= exact && exact <= estimate.high,
    exactMs: round(median(exacts), 0),
    exactCpuMs: round(median(cpus), 0),
    estimateMs: round(median(estimates), 1),
    longestSliceMs: round(longestSliceMs, 0),
  };
}

/** A saved segment: the first walk, the walk of the next hour, in which nobody moves, and a thousand customers with news. */
async function measureKeeping(store: Store): Promise<Readonly<Record<string, unknown>>> {
  const actor = { kind: "system", id: "bench" } as const;
  const input = { code: "ten", segment: { title: "Ten", when: TEN } };
  const put = await putSegment({ deps: { store, clock }, actor, input });
  if (!put.ok) throw new Error(JSON.stringify(put.error));
  const unbounded = { budgetMs: 600_000, steps: 10_000 };
  const built = await measured(() => refreshSegments({ store, clock }, unbounded));
  const later: Clock = { now: () => clock.now() + 3_600_000 };
  const again = await measured(() => refreshSegments({ store, clock: later }, unbounded));
  await store.write([
    { sql: "update customer_attributes set a_city = 'Leeds' where customer_id % 1000 = 1", params: [] },
  ]);
  const drained = await measured(() => refreshSegments({ store, clock: later }, unbounded));
  return {
    builtMs: round(built.wallMs, 0),
    hourlyWalkMs: round(again.wallMs, 0),
    thousandChangesMs: round(drained.wallMs, 1),
    asked: drained.value.asked,
    memberCount: (await findSegment(store, "ten"))?.memberCount,
  };
}
