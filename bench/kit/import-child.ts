import { createReadStream, statSync } from "node:fs";
import { createImport } from "#customers/import/run/create-import.ts";
import { LONE_PACE } from "#customers/import/run/import-deps.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { openDatabase } from "#entry/cli/open-database.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { manualClock } from "#kernel/clock.ts";
import { cpuClock } from "./measure.ts";
import { importMapping, NOW } from "./import-world.ts";

/** Takes a file in as the command line does: import-child.ts <file> [import id]. The database comes from the environment. */
const [file = "", known] = process.argv.slice(2);
// A clock that stands still: runs that are cut to pieces and a run in one go are compared byte by byte.
const database = await openDatabase(process.env, manualClock(NOW));
if (!database.ok) throw new Error(database.error);
const deps = importDepsOf(database.value.customers);
const input = { mapping: importMapping, fileName: "", isDryRun: false, bytesTotal: statSync(file).size };
const importId = known ?? (await createImport({ deps, actor: { kind: "system", id: "bench" }, input })).id;
console.log(JSON.stringify({ importId }));
const elapsed = cpuClock();
const result = await runImport({
  deps,
  importId,
  source: createReadStream(file, { highWaterMark: 65_536 }),
  pace: LONE_PACE,
});
const { cpuMs, wallMs } = elapsed();
if (!result.ok) throw new Error(result.error.detail);
const { read, totals, state } = result.value;
const rssMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(JSON.stringify({ state, read, totals, cpuMs, wallMs, rssMiB }));
await database.value.close();
