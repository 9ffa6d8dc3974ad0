import { type Client, createClient, type InArgs, type ResultSet } from "@libsql/client";
import { ormOver } from "./orm.ts";
import { type Query, type Store, toQuery } from "./store.ts";

export type LibsqlSettings = {
  /** file:… , :memory: or a libsql:// / https:// address */
  readonly url: string;
  readonly authToken?: string;
  /** Called once when the connection can no longer be trusted; the process should end and start again. */
  readonly onLost?: (cause: unknown) => void;
};

/** A write met a lock that somebody else holds, or the driver lost its place: nothing after it can be believed. */
export class StoreLost extends Error {
  override readonly name = "StoreLost";
}

/**
 * A store on libSQL: an embedded file (Node), memory, or a server over HTTP (both runtimes).
 *
 * @libsql/client 0.18.0 keeps an open transaction after one SQLITE_BUSY and then answers "ok" to writes that nobody else
 * sees. So one connection owns the file, every write is an immediate batch, and the first sign of a lock or of a poisoned
 * connection ends the store for good instead of going on (docs/decisions/0002).
 */
export async function openLibsql(settings: LibsqlSettings): Promise<Store> {
  const isEmbedded = settings.url.startsWith("file:") || settings.url === ":memory:";
  const client = createClient({
    url: settings.url,
    concurrency: isEmbedded ? 1 : 20,
    ...(settings.authToken === undefined ? {} : { authToken: settings.authToken }),
  });
  if (isEmbedded) await configure(client);
  return storeOver(client, settings.onLost ?? (() => undefined));
}

async function configure(client: Client): Promise<void> {
  await client.execute("pragma journal_mode = wal");
  // FULL: the row "attempting" must survive a power cut too, or a message would go out twice.
  await client.execute("pragma synchronous = full");
  await client.execute("pragma foreign_keys = on");
  await client.execute("pragma cache_size = -65536");
  await client.execute("pragma temp_store = memory");
}

function storeOver(client: Client, onLost: (cause: unknown) => void): Store {
  let lost: StoreLost | undefined;

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (lost !== undefined) throw lost;
    try {
      return await work();
    } catch (cause) {
      if (isPoison(cause)) {
        lost = new StoreLost("The database connection can no longer be trusted; restart the process.", { cause });
        client.close();
        onLost(cause);
        throw lost;
      }
      throw cause;
    }
  };

  const run = (queries: readonly Query[]): Promise<ResultSet[]> =>
    guarded(() => client.batch(queries.map(toStatement), "write"));
  const runOne = (query: Query): Promise<ResultSet> => guarded(() => client.execute(toStatement(query)));
  const valuesOf = (result: ResultSet) => result.rows.map((row) => Array.from(row) as never);

  return {
    dialect: "libsql",
    orm: ormOver(async (queries) => {
      const [first] = queries;
      if (queries.length === 1 && first !== undefined) return [valuesOf(await runOne(first))];
      return (await run(queries)).map(valuesOf);
    }),
    read: async (statement) => (await runOne(toQuery(statement))).rows as never,
    write: async (statements) => {
      if (statements.length === 0) return [];
      return (await run(statements.map(toQuery))).map((result) => result.rows as never);
    },
    close: async () => client.close(),
  };
}

function toStatement(query: Query): { sql: string; args: InArgs } {
  return { sql: query.sql, args: query.params as InArgs };
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
