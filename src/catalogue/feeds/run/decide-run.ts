import type { AuditActor } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { Feed } from "#catalogue/feeds/find-feed.ts";
import { applyRun } from "./apply-run.ts";
import { beginApplying } from "./read-run.ts";
import { endRun, findRun } from "./run-rows.ts";

export type DecideRun = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly feed: Feed;
  readonly run: number;
  readonly decision: "apply" | "discard";
  readonly maxChunks?: number;
};

/** An operator's word on a run that is held. */
export async function decideRun(call: DecideRun): Promise<Result<undefined, Problem>> {
  const { deps, actor, feed, decision, maxChunks } = call;
  const run = await findRun(deps.store, feed.id, call.run);
  if (run === undefined) return err(problem("not_found"));
  if (run.state !== "held") return err(problem("conflict", `The run is ${run.state}: there is nothing to decide.`));
  if (decision === "discard") {
    const fault = "It was discarded.";
    const now = deps.clock.now();
    const subject = { kind: "feed", id: feed.code };
    const audit = { at: now, actor, action: "discard-feed-run", subject, detail: { run: run.id } };
    await endRun(deps.store, run.id, { from: ["held"], to: "discarded", now, fault, audit });
    return ok(undefined);
  }
  const hasBegun = await beginApplying({ deps, actor, feed, run });
  if (!hasBegun) return err(problem("conflict", "Another run of this feed is under way."));
  await applyRun({ deps, feed, run, ...(maxChunks === undefined ? {} : { maxChunks }) });
  return ok(undefined);
}
