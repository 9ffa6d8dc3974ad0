import { configSchema } from "#entry/config.ts";
import { startNode } from "#entry/node/start-node.ts";
import { ROOT_KEY } from "../../redirect-world.ts";

/** The station as it is run, over the world that is there; it tells its parent its port. */
const [folder = "", url = ""] = process.argv.slice(2);
const station = await startNode({
  config: configSchema.parse({
    PORT: "0",
    ROOT_KEY,
    DATABASE_URL: url,
    JOURNAL_FOLDER: `${folder}/journal`,
    PROXY_HOPS: "1",
  }),
  log: (event, detail) => {
    if (event.startsWith("prediction")) console.error(event, JSON.stringify(detail));
  },
  onLost: () => process.exit(70),
});
process.send?.(station.port);
