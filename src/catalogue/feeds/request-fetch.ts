import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import type { FeedDeps } from "./feed-deps.ts";
import type { Feed } from "./find-feed.ts";

/** Lets the clockwork fetch a feed with its next turn, whatever its schedule says. */
export async function requestFetch({ store, clock }: FeedDeps, actor: AuditActor, feed: Feed): Promise<void> {
  const now = clock.now();
  await store.write([
    sql`update feeds set next_run_at = ${now} where id = ${feed.id} and state = 'live'`,
    auditIfChanged({ at: now, actor, action: "request-feed-fetch", subject: { kind: "feed", id: feed.code } }),
  ]);
}
