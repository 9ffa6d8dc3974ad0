import { sql } from "drizzle-orm";
import type { AuditActor } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { OutgoingBroken } from "#web/outgoing/bounded-stream.ts";
import { outgoingRefusals } from "#web/outgoing/check-outgoing-url.ts";
import { guardedFetch, type OutgoingFault } from "#web/outgoing/guarded-fetch.ts";
import { iterate } from "#customers/import/read/unpack.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { openFeedHeader } from "#catalogue/feeds/feed-header.ts";
import { nextRun, retryAt } from "./next-run.ts";
import { readRun } from "./read-run.ts";
import { endRun, findRun } from "./run-rows.ts";
import { startRun } from "./start-run.ts";

const FETCH = { timeoutMs: 30 * MINUTE_MS, maxBytes: 2 * 1024 * 1_048_576, maxRedirects: 5 };

export type FetchRun = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly feed: Feed;
  readonly origin: "url" | "schedule";
  readonly isDry: boolean;
  readonly maxChunks?: number;
};

/**
 * Fetches a feed and takes it over. What was good last stays until something better came whole: any fault leaves the catalogue
 * as it is, and the next try comes sooner than the next turn, but later with each failure. Gives the run's number.
 */
export async function fetchRun(call: FetchRun): Promise<Result<number, Problem>> {
  const { deps, feed, origin, isDry } = call;
  const { url } = feed.settings;
  if (url === undefined) return err(problem("conflict", "This feed has no address: push it."));
  const started = await startRun(deps, { feedId: feed.id, origin, isDry });
  if (!started.ok) return started;
  const run = started.value;
  try {
    const fault = await fetchInto(call, url, run);
    if (fault !== undefined) {
      await endRun(deps.store, run, { from: ["reading"], to: "failed", now: deps.clock.now(), fault });
    }
  } catch (cause) {
    // The answer broke off while it was read: `readRun` has told it in the run's row.
    if (!(cause instanceof OutgoingBroken)) throw cause;
  } finally {
    if (!isDry) await setNext(deps, feed, run);
  }
  return ok(run);
}

/** Gives the words of a fault that came before the first byte. */
async function fetchInto(call: FetchRun, url: string, run: number): Promise<string | undefined> {
  const { deps, actor, feed, isDry, maxChunks } = call;
  const headers = { ...keyFor(deps, feed, url), accept: "*/*", ...(isDry ? {} : conditions(feed)) };
  const answered = await guardedFetch(deps.outgoing, { url, headers, ...FETCH });
  if (!answered.ok) return faultWords(answered.error);
  const { status, body, headers: told } = answered.value;
  if (status !== 200) await body.cancel();
  if (status === 304) {
    await endRun(deps.store, run, { from: ["reading"], to: "unchanged", now: deps.clock.now() });
    return undefined;
  }
  if (status !== 200) return `The server answered with ${status}.`;
  const source = { bytes: iterate(body), etag: told.get("etag"), lastModified: told.get("last-modified") };
  await readRun({ deps, actor, feed, run, body: source, ...(maxChunks === undefined ? {} : { maxChunks }) });
  return undefined;
}

/** The header that the feed's server asks for, where the address is still on the host that it was given for. */
function keyFor({ secret }: FeedDeps, { code, header }: Feed, url: string): Record<string, string> {
  if (header === undefined || !URL.canParse(url)) return {};
  const opened = openFeedHeader(secret, { code, origin: new URL(url).origin, sealed: header.sealed });
  return opened === undefined ? {} : { [opened.name.toLowerCase()]: opened.value };
}

function conditions({ etag, lastModified }: Feed): Record<string, string> {
  if (etag !== null) return { "if-none-match": etag };
  return lastModified === null ? {} : { "if-modified-since": lastModified };
}

export function faultWords(fault: OutgoingFault): string {
  switch (fault.kind) {
    case "refused":
      return `Nothing was fetched: ${outgoingRefusals[fault.reason]}`;
    case "redirected":
      return "The server redirects too often.";
    case "timeout":
      return "The server took too long.";
    case "too_large":
      return "The answer is too large.";
    case "unreachable":
      return `The server can't be reached (${fault.code}).`;
  }
}

async function setNext({ store, clock }: FeedDeps, feed: Feed, run: number): Promise<void> {
  const { schedule } = feed.settings;
  const now = clock.now();
  const ended = await findRun(store, feed.id, run);
  const failures = ended?.state === "failed" ? feed.failures + 1 : 0;
  const next = schedule === undefined ? undefined : nextRun(schedule, now);
  const nextAt = next === undefined ? null : failures === 0 ? next : retryAt(failures, now, next);
  await store.write([
    sql`update feeds set failures = ${failures}, next_run_at = ${nextAt} where id = ${feed.id} and updated_at = ${feed.updatedAt}`,
  ]);
}
