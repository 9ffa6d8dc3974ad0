import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { configSchema } from "#entry/config.ts";
import { startNode } from "#entry/node/start-node.ts";
import { ROOT_KEY } from "./redirect-world.ts";

/** The station as it is run, and beside it in the same process a bare Hono that answers 302 and does nothing else. */
const [folder = ""] = process.argv.slice(2);
const config = configSchema.parse({
  PORT: "0",
  ROOT_KEY,
  DATABASE_URL: `file:${folder}/ring.db`,
  JOURNAL_FOLDER: `${folder}/journal`,
});
const station = await startNode({ config, log: () => undefined, onLost: () => process.exit(70) });
const bare = new Hono();
bare.get("/j/:token", (context) => context.redirect("https://shop.example/p/1", 302));
const server = serve({ fetch: bare.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  process.send?.({ station: station.port, bare: port });
});
process.on("message", (word) => {
  if (word === "cpu") {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000 });
  }
  if (word === "stop") {
    server.close();
    void station.stop().then(() => process.exit(0));
  }
});
