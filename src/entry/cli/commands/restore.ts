import { parseArgs } from "node:util";
import { backupPlaces } from "#entry/backup/backup-places.ts";
import { restoreBackup } from "#entry/backup/restore-backup.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { systemClock } from "#entry/runtime.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation restore <folder>

  --keep-running   leave marketing programmes running; without it they rest until an operator starts them
  --json           say the result as one line of JSON

Verifies a backup and puts it where DATABASE_URL and JOURNAL_FOLDER say. Nothing that exists is overwritten. What was due
between the backup and now may have been sent already: it is held until it is released (docs/backup.md).`;

const options = {
  "keep-running": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const command: Command = { summary: "Put a verified backup in the place of a lost database.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    console.error(usage);
    return 2;
  }
  const places = backupPlaces(process.env);
  if (!places.ok) {
    console.error(places.error);
    return 1;
  }
  const knownMigrations = readMigrations().map(({ name }) => name);
  const keepsRunning = values["keep-running"];
  const restored = await restoreBackup({ ...places.value, folder, knownMigrations, keepsRunning, clock: systemClock });
  if (!restored.ok) {
    console.error(restored.error.map((fault) => `- ${fault}`).join("\n"));
    return 1;
  }
  const { manifest, held, unknown, paused } = restored.value;
  const takenAt = new Date(manifest.takenAt).toISOString();
  console.log(
    values.json
      ? JSON.stringify({ takenAt, held, unknown, paused })
      : [
          `Restored as it was at ${takenAt}.`,
          `${held} messages that were due since are held, ${unknown} were on their way and are unknown.`,
          `${paused} programmes rest. What to do before they run again: docs/backup.md.`,
        ].join("\n"),
  );
  return 0;
}
