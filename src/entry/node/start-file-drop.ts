import type { Jumpstation } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { levelOf, type Log } from "#entry/log-line.ts";
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
  trouble,
}: {
  readonly config: Config;
  readonly log: Log;
  readonly station: Jumpstation;
  /** Counts what somebody should look at. */
  readonly trouble: (event: string) => void;
}): () => Promise<void> {
  const { IMPORT_FOLDER: folder } = config;
  if (folder === undefined) return async () => undefined;
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  const told: Log = (event, detail) => {
    log(event, detail);
    if (levelOf(event) !== "info") trouble(event);
  };
  const turn = fileDrop({ deps: importDepsOf(station.customers, { breathe, openScratch }), folder, log: told });
  const failed = (cause: unknown) =>
    told("file_drop_failed", { name: cause instanceof Error ? cause.name : "unknown" });
  return repeat({ timer: systemTimer, everyMs: EVERY_MS, work: () => turn().catch(failed) });
}
