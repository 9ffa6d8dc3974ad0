import { createClient } from "@libsql/client";
import type { Config } from "#entry/config.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { type Store, toQuery } from "#store/store.ts";
import type { Machine, OpenedDatabase } from "./patient.ts";

export type Readable = { readonly database: OpenedDatabase; close(): Promise<void> };

const nothingOpen = async () => undefined;

/** The configured database beside a server that may have it: it is read, and never made, changed or brought up to date. */
export async function openReadable(settings: Partial<Config>, machine: Machine): Promise<Readable> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = settings;
  if (url === undefined) return { database: { refused: "DATABASE_URL can't be read" }, close: nothingOpen };
  if (url === ":memory:") return { database: { absent: true }, close: nothingOpen };
  if (url.startsWith("file:")) return openFile(url, machine);
  const store = await openLibsql({ url, ...(authToken === undefined ? {} : { authToken }) });
  const close = () => store.close();
  try {
    await store.read({ sql: "select 1", params: [] });
  } catch (cause) {
    await close();
    return { database: { refused: codeOf(cause) }, close: nothingOpen };
  }
  return { database: { store }, close };
}

async function openFile(url: string, machine: Machine): Promise<Readable> {
  if ((await machine.sizeOf(url.slice("file:".length))) === undefined) {
    return { database: { absent: true }, close: nothingOpen };
  }
  const client = createClient({ url, concurrency: 1 });
  try {
    await client.execute("pragma query_only = on");
    await client.execute("select count(*) from sqlite_schema");
  } catch (cause) {
    client.close();
    return { database: { refused: codeOf(cause) }, close: nothingOpen };
  }
  const read: Store["read"] = async <T>(statement: Parameters<Store["read"]>[0]) => {
    const { sql, params } = toQuery(statement);
    return (await client.execute({ sql, args: [...params] })).rows as unknown as T[];
  };
  return { database: { store: { read } }, close: async () => client.close() };
}

/** The driver's words may hold the address with its token. */
function codeOf(cause: unknown): string {
  const { code } = cause as { readonly code?: unknown };
  return typeof code === "string" ? code : "it does not answer";
}
