import { readConfig } from "./config.ts";
import { logPipe, standardOutput } from "./node/log-pipe.ts";
import { startNode } from "./node/start-node.ts";
import { systemClock, systemTimer } from "./runtime.ts";

/** What an operator can mend, by the words of the message alone. */
const TOLD: ReadonlySet<string> = new Set([
  "DatabaseDamaged",
  "DatabaseHeld",
  "SchemaTooNew",
  "StoreRefused",
  "StoreUnreachable",
]);

const { log, flush } = logPipe(standardOutput(), { clock: systemClock, timer: systemTimer });
process.once("exit", flush);

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
