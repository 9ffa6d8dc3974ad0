import { parseArgs } from "node:util";
import type { Findings } from "./findings.ts";
import { quickStore } from "./quick-store.ts";
import { simulate } from "./simulate.ts";

/**
 * npm run sim -- --seeds 200 [--from 1] [--json]: runs so many seeds and tells what must never be. The last line is one JSON object with
 * --json; the status is 1 where a seed failed. The same seed gives the same run.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const seeds = Number(values.seeds);
const from = Number(values.from);
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(from)) {
  throw new Error("--seeds is a whole number from 1, --from a whole number.");
}

const MOST_TOLD = 20;
const total = { seeds, doubles: 0, lost: 0, sentAfterOptOut: 0, taken: 0, unknown: 0 };
const failed: Findings[] = [];
for (let seed = from; seed < from + seeds; seed += 1) {
  const found = await simulate(seed, quickStore);
  for (const key of ["doubles", "lost", "sentAfterOptOut", "taken", "unknown"] as const) total[key] += found[key];
  if (found.failures.length > 0) failed.push(found);
  const done = seed - from + 1;
  if (!values.json && (done % 100 === 0 || done === seeds)) say(`${done} of ${seeds} seeds, ${failed.length} failed`);
}
for (const { seed, failures } of values.json ? [] : failed) say(`seed ${seed}: ${failures.join("; ")}`);
const failedSeeds = failed.slice(0, MOST_TOLD).map(({ seed, failures }) => ({ seed, failures }));
if (values.json) say(JSON.stringify({ ...total, failures: failed.length, failedSeeds }));
process.exitCode = failed.length > 0 ? 1 : 0;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
