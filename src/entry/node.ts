import { readConfig } from "./config.ts";
import { type Log, logLine } from "./log-line.ts";
import { startNode } from "./node/start-node.ts";

/** What an operator can mend, by the words of the message alone. */
const TOLD: ReadonlySet<string> = new Set(["DatabaseHeld", "StoreRefused", "StoreUnreachable"]);

const log: Log = (event, detail) => console.log(logLine(Date.now(), event, detail));

const config = readConfig(process.env);
if (!config.ok) {
  console.error(`The configuration can't be used:\n${config.error.map((fault) => `- ${fault}`).join("\n")}`);
  process.exit(2);
}

const onLost = () => {
  log("store_lost", {});
  // A supervisor starts a fresh process; going on would answer "ok" to writes that nobody sees.
  process.exit(70);
};

// Whoever asks for the end while the station is still starting gets it as soon as there is something to end.
const starting = startNode({ config: config.value, log, onLost });
const stop = async () => {
  log("stopping", {});
  try {
    await (await starting).stop();
    process.exit(0);
  } catch {
    process.exit(1);
  }
};
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());

try {
  log("listening", { port: (await starting).port });
} catch (cause) {
  const isTold = cause instanceof Error && TOLD.has(cause.name);
  console.error(isTold ? cause.message : cause);
  process.exit(1);
}
