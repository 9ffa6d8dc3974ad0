import { existsSync } from "node:fs";
import { logPipe, standardOutput } from "#entry/node/log-pipe.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";

/**
 * Writes more lines than any pipe holds, and then tells by standard error that it went on: log-child.ts <lines> <file>. Some time after
 * the file is there, in which a busy machine's reader takes what was buffered, it logs a last line and ends.
 */
const AFTERWARDS_MS = 3_000;
const [lines = "0", file = ""] = process.argv.slice(2);
const { log, flush } = logPipe(standardOutput(), { clock: systemClock, timer: systemTimer });
for (let line = 0; line < Number(lines); line += 1) log("line", { line, pad: "x".repeat(200) });
process.stderr.write("logged\n");
const waiting = setInterval(() => {
  if (!existsSync(file)) return;
  clearInterval(waiting);
  setTimeout(() => {
    log("last", {});
    flush();
    process.exit(0);
  }, AFTERWARDS_MS);
}, 20);
