import { type Client, createClient, type InArgs, LibsqlError, type ResultSet } from "@libsql/client";
import type { Driver } from "./driver.ts";
import { answerLost, natureOf, refused, unreachable } from "./http-faults.ts";
import type { Query, SqlValue } from "./store.ts";

/** How a libSQL server is spoken to. What is absent is the platform's own. */
export type ServerManners = {
  /** With a time of its own: a server that stays silent must not hold its caller for ever. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Waits between two tries; absent: no time passes. */
  readonly rest?: (ms: number) => Promise<void>;
  /** Requests at once; absent: as many as come. */
  readonly concurrency?: number;
};

export type ServerSettings = ServerManners & {
  /** libsql://, https:// or http:// */
  readonly url: string;
  readonly authToken?: string;
};

/** A try, and after it: 50 ms for a stream or a lock that is in the way, then what a restarting server needs. */
const RESTS_MS = [50, 400];

/**
 * libSQL over HTTP (Hrana): each read and each write is one request, which opens a stream, runs and closes it. Nothing is held
 * on the server between two requests, so there is no transaction that a lost connection could leave open, no baton that could
 * expire, and no connection that could be poisoned (docs/decisions/0027).
 *
 * What certainly never ran is asked again, and so is a read whose answer was lost. A write whose answer was lost is not: it
 * throws AnswerLost, and its caller's conditions settle what it was.
 */
export function httpDriver({ url, authToken, fetch, rest, concurrency }: ServerSettings): Driver {
  const client = createClient({
    url,
    // A limit of the client's starts one caller's request when another's ends, and in workerd a request that is started so
    // belongs to the other's event, and dies with it.
    concurrency: concurrency ?? Number.MAX_SAFE_INTEGER,
    ...(authToken === undefined ? {} : { authToken }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  const ask = <T>(isRepeatable: boolean, request: (client: Client) => Promise<T>) =>
    askServer({ request: () => request(client), isRepeatable, rest: rest ?? (async () => undefined) });
  const execute = (query: Query): Promise<ResultSet> =>
    ask(isReading(query), () => client.execute({ sql: query.sql, args: query.params as InArgs }));
  return {
    dialect: "libsql",
    rows: async (query) => (await execute(query)).rows as never,
    values: async (query) => (await execute(query)).rows.map((row) => Array.from(row) as SqlValue[]),
    batch: async (queries) => {
      const statements = queries.map(({ sql, params }) => ({ sql, args: params as InArgs }));
      const results = await ask(queries.every(isReading), () => client.batch(statements, "write"));
      return results.map((result) => result.rows as never);
    },
    close: async () => client.close(),
  };
}

type Asking<T> = {
  readonly request: () => Promise<T>;
  /** True for what only reads. */
  readonly isRepeatable: boolean;
  readonly rest: (ms: number) => Promise<void>;
};

async function askServer<T>({ request, isRepeatable, rest }: Asking<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await request();
    } catch (cause) {
      const nature = natureOf(cause);
      if (nature === "told" || nature === "forbidden") throw nature === "forbidden" ? refused(cause) : cause;
      const restMs = RESTS_MS[tries];
      if (restMs !== undefined && (nature === "never_ran" || isRepeatable)) {
        await rest(restMs);
        continue;
      }
      if (nature === "never_ran") throw cause instanceof LibsqlError ? cause : unreachable(cause);
      throw isRepeatable ? unreachable(cause) : answerLost(cause);
    }
  }
}

/** Only what begins as a reading statement: "with" may begin a writing one. */
function isReading({ sql }: Query): boolean {
  return /^\s*(?:select|values)\b/i.test(sql);
}
