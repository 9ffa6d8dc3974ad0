import { performance } from "node:perf_hooks";
import { exportStream } from "#outbound/exports/export-stream.ts";
import { openLibsql } from "#store/open-libsql.ts";

/** Exports all events of a database to nobody, and tells what that took. */
const [url = "", format = "ndjson"] = process.argv.slice(2);
const store = await openLibsql({ url });
const cpu = process.cpuUsage();
const startedAt = performance.now();
let bytes = 0;
let rows = 0;
let rss = 0;
const request = { kind: "events", isPersonal: true } as const;
const stream = exportStream({ store, now: 0, format: format as "csv", request, onEnd: () => undefined });
for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
  bytes += part.length;
  for (const byte of part) if (byte === 10) rows += 1;
  rss = Math.max(rss, process.memoryUsage.rss());
}
const used = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    rows,
    bytes,
    seconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: (used.user + used.system) / 1e6,
    rssMiB: rss / 1_048_576,
  }),
);
