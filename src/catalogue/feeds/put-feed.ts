import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { checkOutgoingUrl, outgoingRefusals } from "#web/outgoing/check-outgoing-url.ts";
import type { FeedSettings } from "./feed.ts";
import type { FeedDeps } from "./feed-deps.ts";
import { nextRun } from "./run/next-run.ts";

export type PutFeed = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly settings: FeedSettings };
};

/**
 * Makes a feed or replaces how it is read. What its server said of an earlier reading is forgotten, because the mapping
 * may make something else of the same bytes.
 */
export async function putFeed({ deps, actor, input }: PutFeed): Promise<Result<undefined, Problem>> {
  const { code, settings } = input;
  const { url, schedule, state, ...rest } = settings;
  if (url !== undefined) {
    const checked = checkOutgoingUrl(url, deps.outgoing.policy);
    if (!checked.ok) {
      return err(
        problem("invalid_content", undefined, [{ pointer: "/url", message: outgoingRefusals[checked.error] }]),
      );
    }
  }
  const now = deps.clock.now();
  const kept = JSON.stringify({
    ...rest,
    ...(url === undefined ? {} : { url }),
    ...(schedule === undefined ? {} : { schedule }),
  });
  const nextAt = schedule === undefined ? null : nextRun(schedule, now);
  await deps.store.write([
    sql`insert into feeds (code, settings, state, next_run_at, created_at, updated_at)
      values (${code}, ${kept}, ${state}, ${nextAt}, ${now}, ${now})
      on conflict (code) do update set settings = excluded.settings, state = excluded.state,
        next_run_at = excluded.next_run_at, updated_at = excluded.updated_at, etag = null, last_modified = null,
        failures = 0`,
    auditStatement({
      at: now,
      actor,
      action: "put-feed",
      subject: { kind: "feed", id: code },
      detail: { mode: settings.mode, state, host: url === undefined ? null : new URL(url).hostname },
    }),
  ]);
  return ok(undefined);
}
