import { sql } from "drizzle-orm";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { isoOf } from "#kernel/calendar.ts";
import type { Store } from "#store/store.ts";
import { feedBody, type FeedSettings, type FeedView } from "./feed.ts";

export type Feed = {
  readonly id: number;
  readonly code: string;
  readonly settings: FeedSettings;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** What its server asks for; the value lies sealed. */
  readonly header: { readonly name: string; readonly sealed: Uint8Array } | undefined;
  readonly nextRunAt: number | null;
  readonly failures: number;
  readonly updatedAt: number;
};

type FeedRow = {
  id: number;
  code: string;
  settings: string;
  state: "live" | "paused";
  etag: string | null;
  last_modified: string | null;
  header_name: string | null;
  header: unknown;
  next_run_at: number | null;
  failures: number;
  updated_at: number;
};

/** By the unique index on code. */
export async function findFeed(store: Store, code: string): Promise<Feed | undefined> {
  const [row] = await store.read<FeedRow>(sql`select * from feeds where code = ${code}`);
  return row === undefined ? undefined : feedOf(row);
}

/** By primary key. */
export async function findFeedById(store: Store, id: number): Promise<Feed | undefined> {
  const [row] = await store.read<FeedRow>(sql`select * from feeds where id = ${id}`);
  return row === undefined ? undefined : feedOf(row);
}

/** All of them, by code: a vendor has a handful. */
export async function listFeeds(store: Store): Promise<readonly Feed[]> {
  return (await store.read<FeedRow>(sql`select * from feeds order by code limit 500`)).map(feedOf);
}

/** Live feeds whose time has come, by the index on state and time. */
export async function findDueFeeds(store: Store, now: number): Promise<readonly Feed[]> {
  const rows = await store.read<FeedRow>(
    sql`select * from feeds where state = 'live' and next_run_at <= ${now} order by next_run_at limit 50`,
  );
  return rows.map(feedOf);
}

function feedOf(row: FeedRow): Feed {
  return {
    id: row.id,
    code: row.code,
    settings: feedBody.parse({ ...(JSON.parse(row.settings) as object), state: row.state }),
    etag: row.etag,
    lastModified: row.last_modified,
    header: row.header_name === null ? undefined : { name: row.header_name, sealed: bytesOf(row.header) },
    nextRunAt: row.next_run_at,
    failures: row.failures,
    updatedAt: row.updated_at,
  };
}

export function viewOfFeed({ code, settings, header, nextRunAt, failures, updatedAt }: Feed): FeedView {
  return {
    code,
    ...settings,
    headerName: header?.name ?? null,
    nextRunAt: nextRunAt === null ? null : isoOf(nextRunAt),
    failures,
    updatedAt: isoOf(updatedAt),
  };
}
