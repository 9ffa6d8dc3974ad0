import { afterAll, beforeAll } from "vitest";
import type { Store } from "#store/store.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { type LibsqlServer, startLibsqlServer } from "../worlds/libsql-server.ts";
import { plannerContract } from "./planner.contract.ts";
import { redirectContract } from "./redirect.contract.ts";
import { senderContract } from "./sender.contract.ts";
import { storeContract } from "./store.contract.ts";

let server: LibsqlServer;
beforeAll(async () => {
  server = await startLibsqlServer();
});
afterAll(() => server.close());

const freshRemote = (): Promise<Store> => {
  server.clear();
  return freshStore(server.url);
};

storeContract("libSQL over HTTP", freshRemote);
plannerContract("libSQL over HTTP", freshRemote);
senderContract("libSQL over HTTP", freshRemote);
redirectContract("libSQL over HTTP", freshRemote);
