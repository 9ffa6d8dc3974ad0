import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Config } from "#entry/config.ts";
import type { Family, Sample } from "#entry/metrics/registry.ts";

const NANO = 1e9;

/** What only this process knows: its event loop, its memory, its files. */
export function processGauges({ DATABASE_URL: url, JOURNAL_FOLDER: journal }: Config) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return {
    read: (): readonly Family[] => [
      eventLoop(delay),
      gauge("jumpstation_memory_bytes", "Memory of the process that is resident.", [
        { value: process.memoryUsage.rss() },
      ]),
      gauge("jumpstation_uptime_seconds", "Seconds since the process began.", [
        { value: Math.round(process.uptime()) },
      ]),
      ...journalGauges(journal),
      ...(url.startsWith("file:") ? [databaseFiles(url.slice("file:".length))] : []),
    ],
    stop: () => delay.disable(),
  };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: "gauge", samples };
}

/** Since it was last read. A loop that waits is as late as its timer's step, which is taken off. */
function eventLoop(delay: ReturnType<typeof monitorEventLoopDelay>): Family {
  const quantile = (percent: number) => Math.max(0, delay.percentile(percent) / NANO - 0.01);
  const samples = [50, 99].map((percent) => ({
    labels: { quantile: String(percent / 100) },
    value: quantile(percent),
  }));
  const worst = { labels: { quantile: "1" }, value: Math.max(0, delay.max / NANO - 0.01) };
  delay.reset();
  return gauge("jumpstation_event_loop_lag_seconds", "How late the event loop was since it was last asked.", [
    ...samples,
    worst,
  ]);
}

/** Segments and bytes that are not in the database, or not known to be. */
function journalGauges(folder: string): readonly Family[] {
  const files = readdirSync(folder).filter((name) => /\.(?:open|clicks)$/.test(name));
  const bytes = files.reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
  return [
    gauge("jumpstation_journal_segments", "Files of the click journal.", [{ value: files.length }]),
    gauge("jumpstation_journal_bytes", "Bytes of the click journal that are on disk.", [{ value: bytes }]),
  ];
}

function databaseFiles(path: string): Family {
  return gauge("jumpstation_database_bytes", "Size of the database's files.", [
    { labels: { file: "main" }, value: sizeOf(path) },
    { labels: { file: "wal" }, value: sizeOf(`${path}-wal`) },
  ]);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
