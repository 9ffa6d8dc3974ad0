import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { loadHosts } from "#catalogue/hosts.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { changeMapper } from "#catalogue/feeds/mapping/map-change.ts";
import { type Mapped, productMapper } from "#catalogue/feeds/mapping/map-product.ts";
import { RowGatherer } from "#catalogue/feeds/mapping/gather-rows.ts";
import { wholeMapping } from "#catalogue/feeds/mapping/mapping.ts";
import { ok } from "#kernel/result.ts";
import type { FeedBlock } from "#catalogue/feeds/read/feed-record.ts";
import { readFeed } from "#catalogue/feeds/read/read-feed.ts";
import { findDeclared } from "#catalogue/vocabulary.ts";
import { destinationPolicy } from "#tracking/destination.ts";
import { applyRun } from "./apply-run.ts";
import { countMissing } from "./apply-statements.ts";
import { endRun, findRun, RUN_LEASE_MS, type RunRow } from "./run-rows.ts";
import { type MapRecord, type Staged, Staging } from "./stage-run.ts";

export type FeedBody = {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly etag?: string | null;
  readonly lastModified?: string | null;
};

export type ReadRun = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly feed: Feed;
  readonly run: number;
  readonly body: FeedBody;
  /** Chunks that this turn applies; a later turn goes on. */
  readonly maxChunks?: number;
};

/** Reads a feed whole, decides, and takes it over. Whatever goes wrong before the decision changes nothing. */
export async function readRun(call: ReadRun): Promise<void> {
  const { deps, feed, run, body } = call;
  const staging = new Staging(deps, { run, feedId: feed.id }, await mapRecord(deps, feed));
  let fault: string | undefined;
  try {
    fault = await stage(staging, feed, body.bytes);
  } catch (cause) {
    // The source broke off, or another worker ended the run: the row must not stay open.
    await fail(deps, run, "The feed broke off.");
    throw cause;
  }
  if (fault === undefined) await decide(call);
  else await fail(deps, run, fault);
}

async function fail({ store, clock }: FeedDeps, run: number, fault: string): Promise<void> {
  await endRun(store, run, { from: ["reading"], to: "failed", now: clock.now(), fault });
}

async function mapRecord({ store, clock }: FeedDeps, { settings }: Feed): Promise<MapRecord> {
  const { mode, images } = settings;
  const mapping = wholeMapping(settings.mapping);
  const now = clock.now();
  if (mode === "delta") {
    const change = changeMapper(mapping, now);
    return { mode, seed: "", map: (record) => stagedOf(change(record), (value) => ({ change: value })) };
  }
  const [declared, hosts] = await Promise.all([findDeclared(store), loadHosts(store)]);
  const world = { attributes: declared.product, policy: destinationPolicy(hosts), now };
  const product = productMapper(mapping, world);
  return { mode, seed: images, map: (record) => stagedOf(product(record), () => ({})) };
}

function stagedOf<T extends { readonly code: string }>(
  mapped: Mapped<T>,
  more: (value: T) => Pick<Staged, "change">,
): Mapped<Staged> {
  if (!mapped.ok) return mapped;
  return ok({ code: mapped.value.code, body: JSON.stringify(mapped.value), ...more(mapped.value) });
}

/** Gives the fault that ended the reading, with its place. */
async function stage(
  staging: Staging,
  { settings }: Feed,
  source: AsyncIterable<Uint8Array>,
): Promise<string | undefined> {
  const { rowsOf } = wholeMapping(settings.mapping);
  const rows = rowsOf === undefined ? undefined : new RowGatherer(rowsOf);
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      bytes += part.byteLength;
      yield part;
    }
  }
  for await (const { records, fault } of readFeed(counted(), settings.form)) {
    for (const record of records) {
      const whole = rows === undefined ? record : rows.push(record);
      if (whole !== undefined && staging.push(whole)) await staging.flush(bytes);
    }
    if (fault !== undefined) return faultWords(fault);
  }
  const last = rows?.end();
  if (last !== undefined) staging.push(last);
  await staging.flush(bytes);
  return undefined;
}

function faultWords({ line, reason }: NonNullable<FeedBlock["fault"]>): string {
  return line === 0 ? reason : `Line ${line}: ${reason}`;
}

/** What becomes of a feed that was read to its end: a trial ends here, a shrunken one waits, any other is taken over. */
async function decide({ deps, actor, feed, run: id, body, maxChunks }: ReadRun): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const [lost] = await store.read<{ known: number; missing: number }>(countMissing({ run: id, feedId: feed.id }));
  const isFull = feed.settings.mode === "full";
  const known = isFull ? (lost?.known ?? 0) : 0;
  const missing = isFull ? (lost?.missing ?? 0) : 0;
  await store.write([
    sql`update feed_runs set known = ${known}, missing = ${missing}, etag = ${body.etag ?? null},
      last_modified = ${body.lastModified ?? null} where id = ${id}`,
  ]);
  const run = await findRun(store, feed.id, id);
  if (run === undefined) return;
  if (run.is_dry === 1) {
    await endRun(store, id, { from: ["reading"], to: "checked", now });
  } else if (missing * 100 > known * feed.settings.guardPercent) {
    const fault = `${missing} of ${known} product sets are no longer in it: more than ${feed.settings.guardPercent} %.`;
    await endRun(store, id, { from: ["reading"], to: "held", now, fault });
  } else {
    const hasBegun = await beginApplying({ deps, actor, feed, run });
    if (hasBegun) await applyRun({ deps, feed, run, ...(maxChunks === undefined ? {} : { maxChunks }) });
  }
}

/** False where another run of this feed is under way. */
export async function beginApplying(call: {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly feed: Feed;
  readonly run: RunRow;
}): Promise<boolean> {
  const { deps, actor, feed, run } = call;
  const now = deps.clock.now();
  const { created, changed, missing } = run;
  const audit = auditStatement({
    at: now,
    actor,
    action: "apply-feed-run",
    subject: { kind: "feed", id: feed.code },
    detail: { run: run.id, created, changed, missing },
  });
  const [begun = []] = await deps.store.write<{ id: number }>([
    sql`update feed_runs set state = 'applying', finished_at = null, fault = null, lease_until = ${now + RUN_LEASE_MS}
      where id = ${run.id} and state in ('reading', 'held') and not exists (select 1 from feed_runs as o
        where o.feed_id = ${feed.id} and o.id <> ${run.id} and o.state in ('reading', 'applying')) returning id`,
    ...(created + changed + missing === 0 ? [] : [audit]),
  ]);
  return begun.length > 0;
}
