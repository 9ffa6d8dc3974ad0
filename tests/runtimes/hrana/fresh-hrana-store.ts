import { afterAll, beforeAll } from "vitest";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { type HranaServer, startHranaServer } from "./hrana-server.ts";

let server: HranaServer | undefined;

beforeAll(async () => {
  server = await startHranaServer();
});
afterAll(() => server?.close());

/** The server of the file that runs. */
export function hranaServer(): HranaServer {
  if (server === undefined) throw new Error("The server is started before the first test.");
  return server;
}

let isMigrated = false;

/** An empty database with its schema, reached over HTTP as a server's is; the one before it is gone. */
export async function freshHranaStore(): Promise<Store> {
  const at = hranaServer();
  at.clear();
  const store = await freshStore(at.url);
  if (!isMigrated) at.remember();
  isMigrated = true;
  return store;
}
