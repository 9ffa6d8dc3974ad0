import type { Jumpstation } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import type { Log } from "#entry/log-line.ts";
import { systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { fileDrop } from "./file-drop.ts";
import { openScratch } from "./open-scratch.ts";
import { repeat } from "./repeat.ts";

const EVERY_MS = 5 * SECOND_MS;

/** Looks into the configured folder, if there is one. Gives the way to end it after the file under way. */
export function startFileDrop({
  config,
  log,
  station,
}: {
  readonly config: Config;
  readonly log: Log;
  readonly station: Jumpstation;
}): () => Promise<void> {
  const { IMPORT_FOLDER: folder } = config;
  if (folder === undefined) return async () => undefined;
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  const turn = fileDrop({ deps: importDepsOf(station.customers, { breathe, openScratch }), folder, log });
  const failed = (cause: unknown) => log("file_drop_failed", { name: cause instanceof Error ? cause.name : "unknown" });
  return repeat({ timer: systemTimer, everyMs: EVERY_MS, work: () => turn().catch(failed) });
}
