import { configSchema } from "#entry/config.ts";
import { startNode } from "#entry/node/start-node.ts";
import { ROOT_KEY } from "./redirect-world.ts";

/** The station as it is run; what its clockwork does is told to the parent. */
const [folder = ""] = process.argv.slice(2);
const config = configSchema.parse({
  PORT: "0",
  ROOT_KEY,
  DATABASE_URL: `file:${folder}/mixed.db`,
  JOURNAL_FOLDER: `${folder}/journal`,
  PLAN_AHEAD_HOURS: "24",
  PROXY_HOPS: "1",
});
const station = await startNode({
  config,
  log: (event, detail) => process.send?.({ event, detail }),
  onLost: () => process.exit(70),
});
process.send?.({ event: "started", detail: { port: station.port } });
process.on("message", (word) => {
  if (word !== "stop") return;
  const { maxRSS } = process.resourceUsage();
  process.send?.({ event: "stopped", detail: { rssMiB: Math.round(maxRSS / 1_024) } });
  void station.stop().then(() => process.exit(0));
});
