import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { checkOutgoingUrl, outgoingRefusals } from "#web/outgoing/check-outgoing-url.ts";
import type { FeedSettings } from "./feed.ts";
import type { FeedDeps } from "./feed-deps.ts";
import { type FeedHeader, openFeedHeader, sealFeedHeader } from "./feed-header.ts";
import { type Feed, findFeed } from "./find-feed.ts";
import { nextRun } from "./run/next-run.ts";

export type PutFeed = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly input: {
    readonly code: string;
    readonly settings: FeedSettings;
    /** null takes the one that is known away; absent, it stays. */
    readonly header?: FeedHeader | null | undefined;
  };
};

/**
 * Makes a feed or replaces how it is read. What its server said of an earlier reading is forgotten, because the mapping
 * may make something else of the same bytes.
 */
export async function putFeed({ deps, actor, input }: PutFeed): Promise<Result<undefined, Problem>> {
  const { code, settings } = input;
  const { url, schedule, state, ...rest } = settings;
  const origin = originOf(deps, url);
  if (!origin.ok) return origin;
  const header = headerFor(deps, { ...input, origin: origin.value, known: await findFeed(deps.store, code) });
  if (!header.ok) return header;
  const now = deps.clock.now();
  const kept = JSON.stringify({
    ...rest,
    ...(url === undefined ? {} : { url }),
    ...(schedule === undefined ? {} : { schedule }),
  });
  const nextAt = schedule === undefined ? null : nextRun(schedule, now);
  const { name, sealed } = header.value ?? { name: null, sealed: null };
  const stays = input.header === undefined && header.value !== undefined ? 1 : 0;
  await deps.store.write([
    sql`insert into feeds (code, settings, state, header_name, header, next_run_at, created_at, updated_at)
      values (${code}, ${kept}, ${state}, ${name}, ${sealed}, ${nextAt}, ${now}, ${now})
      on conflict (code) do update set settings = excluded.settings, state = excluded.state,
        header_name = case ${stays} when 1 then header_name else excluded.header_name end,
        header = case ${stays} when 1 then header else excluded.header end,
        next_run_at = excluded.next_run_at, updated_at = excluded.updated_at, etag = null, last_modified = null, failures = 0`,
    auditStatement({
      at: now,
      actor,
      action: "put-feed",
      subject: { kind: "feed", id: code },
      detail: {
        mode: settings.mode,
        state,
        host: url === undefined ? null : new URL(url).hostname,
        header: name,
        isHeaderNew: header.value !== undefined && stays === 0,
      },
    }),
  ]);
  return ok(undefined);
}

/** Where the feed is fetched, if it is; refused where nobody may be asked. */
function originOf({ outgoing }: FeedDeps, url: string | undefined): Result<string | undefined, Problem> {
  if (url === undefined) return ok(undefined);
  const checked = checkOutgoingUrl(url, outgoing.policy);
  return checked.ok ? ok(checked.value.origin) : refused("/url", outgoingRefusals[checked.error]);
}

type HeaderAsked = PutFeed["input"] & { readonly origin: string | undefined; readonly known: Feed | undefined };

/** The header as it is kept from now on. One that was given for another host is not sent to a new one without being said again. */
function headerFor(
  { secret }: FeedDeps,
  { code, header, origin, known }: HeaderAsked,
): Result<Feed["header"], Problem> {
  if (header === null) return ok(undefined);
  if (origin === undefined) {
    return header === undefined ? ok(undefined) : refused("/header", "Only a feed with an address sends a header.");
  }
  if (header !== undefined) {
    return ok({ name: header.name, sealed: sealFeedHeader(secret, { code, origin, header }) });
  }
  if (known?.header === undefined) return ok(undefined);
  return openFeedHeader(secret, { code, origin, sealed: known.header.sealed }) === undefined
    ? refused("/header", "It was given for another host: say its value again, or take it away.")
    : ok(known.header);
}

function refused(pointer: string, message: string): Result<never, Problem> {
  return err(problem("invalid_content", undefined, [{ pointer, message }]));
}
