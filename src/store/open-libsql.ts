import { type Client, createClient, type InArgs, type ResultSet } from "@libsql/client";
import { type Driver, storeOver } from "./driver.ts";
import { httpDriver, type ServerManners } from "./http-driver.ts";
import { StoreFull } from "./store-full.ts";
import type { Query, SqlValue, Store } from "./store.ts";

export type LibsqlSettings = ServerManners & {
  /** file:… , :memory:, or the libsql:// / https:// / http:// address of a server */
  readonly url: string;
  readonly authToken?: string;
  /** Called once when the connection can no longer be trusted; the process should end and start again. */
  readonly onLost?: (cause: unknown) => void;
};

/** A write met a lock that somebody else holds, or the driver lost its place: nothing after it can be believed. */
export class StoreLost extends Error {
  override readonly name = "StoreLost";
}

export async function openLibsql(settings: LibsqlSettings): Promise<Store> {
  return storeOver(await openLibsqlDriver(settings));
}

/**
 * libSQL: an embedded file (Node), memory, or a server over HTTP (both runtimes; http-driver.ts).
 *
 * On a file, @libsql/client 0.18.0 keeps an open transaction after one SQLITE_BUSY and then answers "ok" to writes that nobody
 * else sees. So one connection owns the file, every write is an immediate batch, and the first sign of a lock or of a poisoned
 * connection ends the store for good instead of going on (docs/decisions/0002).
 */
export async function openLibsqlDriver(settings: LibsqlSettings): Promise<Driver> {
  const isEmbedded = settings.url.startsWith("file:") || settings.url === ":memory:";
  if (!isEmbedded) return httpDriver(settings);
  const client = createClient({ url: settings.url, concurrency: 1 });
  await configure(client);
  return guardedDriver(client, settings.onLost ?? (() => undefined));
}

async function configure(client: Client): Promise<void> {
  await client.execute("pragma journal_mode = wal");
  // FULL: the row "attempting" must survive a power cut too, or a message would go out twice.
  await client.execute("pragma synchronous = full");
  await client.execute("pragma foreign_keys = on");
  await client.execute("pragma cache_size = -65536");
  await client.execute("pragma temp_store = memory");
  // Who is erased is erased from the file too: what a row leaves is overwritten with zeros, also on pages that become free.
  await client.execute("pragma secure_delete = on");
  // Fewer, larger checkpoints: with the default of 1,000 pages a busy ingest spends a third of its time in them.
  await client.execute("pragma wal_autocheckpoint = 8000");
}

function guardedDriver(client: Client, onLost: (cause: unknown) => void): Driver {
  let lost: StoreLost | undefined;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (lost !== undefined) throw lost;
    try {
      return await work();
    } catch (cause) {
      if (!isPoison(cause)) throw cause;
      lost = new StoreLost("The database connection can no longer be trusted; restart the process.", { cause });
      client.close();
      onLost(cause);
      throw lost;
    }
  };
  const execute = (query: Query): Promise<ResultSet> => guarded(() => client.execute(toStatement(query)));
  return {
    dialect: "libsql",
    rows: async (query) => (await execute(query)).rows as never,
    values: async (query) => (await execute(query)).rows.map((row) => Array.from(row) as SqlValue[]),
    batch: async (queries) => {
      const results = await guarded(() => client.batch(queries.map(toStatement), "write")).catch((cause: unknown) => {
        throw isFull(cause) ? new StoreFull("The database's disk takes nothing more.", { cause }) : cause;
      });
      return results.map((result) => result.rows as never);
    },
    clearLog: async () => {
      await execute(CLEAR_LOG);
    },
    close: async () => client.close(),
  };
}

/** Brings the write-ahead log into the file and cuts it to nothing. Where somebody still reads, it answers so and does less. */
export const CLEAR_LOG: Query = { sql: "pragma wal_checkpoint(truncate)", params: [] };

function toStatement(query: Query): { sql: string; args: InArgs } {
  return { sql: query.sql, args: query.params as InArgs };
}

/** SQLITE_IOERR: a quota or a limit of file size; SQLite has undone the transaction either way. */
function isFull(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code;
  return code === "SQLITE_FULL" || code === "SQLITE_IOERR";
}

function isPoison(cause: unknown): boolean {
  if (typeof cause !== "object" || cause === null) return false;
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return (
    code === "SQLITE_BUSY" ||
    code === "SQLITE_CORRUPT" ||
    code === "SQLITE_NOTADB" ||
    (typeof message === "string" && /statements in progress|within a transaction/.test(message))
  );
}
