import type { AuditActor } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { readRun } from "./read-run.ts";
import { RunEnded } from "./stage-run.ts";
import { startRun } from "./start-run.ts";

export type PushRun = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly feed: Feed;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly isDry: boolean;
  readonly maxChunks?: number;
};

/** Takes over a feed that somebody sends. Gives the run's number when it was read; its row says what became of it. */
export async function pushRun(call: PushRun): Promise<Result<number, Problem>> {
  const { deps, actor, feed, bytes, isDry, maxChunks } = call;
  const started = await startRun(deps, { feedId: feed.id, origin: "push", isDry });
  if (!started.ok) return started;
  const run = started.value;
  try {
    await readRun({ deps, actor, feed, run, body: { bytes }, ...(maxChunks === undefined ? {} : { maxChunks }) });
  } catch (cause) {
    if (cause instanceof RunEnded) return err(problem("conflict", cause.message));
    throw cause;
  }
  return ok(run);
}
