import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CLOSED_SUFFIX, OPEN_SUFFIX } from "#entry/journal/file-journal.ts";
import { settleOnDisk } from "./files.ts";

/**
 * Copies the segments of a click journal that is in use. A segment may be closed (renamed) or done with (deleted) meanwhile:
 * what is gone is in the database, which is copied after this. A frame that is being written is torn in the copy, and was not
 * answered yet. Copied the other way round, a click could be in neither.
 */
export function copyJournal(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (!existsSync(from)) return;
  for (const file of readdirSync(from).sort()) {
    const suffix = [CLOSED_SUFFIX, OPEN_SUFFIX].find((ending) => file.endsWith(ending));
    if (suffix === undefined) continue;
    const name = file.slice(0, -suffix.length);
    const copied = copyOne(join(from, file), join(to, name + CLOSED_SUFFIX));
    if (!copied && suffix === OPEN_SUFFIX) copyOne(join(from, name + CLOSED_SUFFIX), join(to, name + CLOSED_SUFFIX));
  }
  settleOnDisk(to);
}

/** false where it is not there any more. */
function copyOne(from: string, to: string): boolean {
  try {
    copyFileSync(from, to);
    settleOnDisk(to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw cause;
  }
}
