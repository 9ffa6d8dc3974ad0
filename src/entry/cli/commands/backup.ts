import { parseArgs } from "node:util";
import { takeBackup } from "#entry/backup/take-backup.ts";
import { systemClock } from "#entry/runtime.ts";
import { backupPlaces } from "#entry/backup/backup-places.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation backup <folder>

  <folder>     becomes the backup; it must not exist
  --json       say the result as one line of JSON

Copies the database and the click journal while the server works. With BACKUP_KEY in the environment the copy is sealed.
Database, journal and keys come from the environment, as for npm start (docs/backup.md).`;

const options = { json: { type: "boolean", default: false } } as const;

export const command: Command = { summary: "Copy the database of a running server.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [to] = positionals;
  if (to === undefined || positionals.length > 1) {
    console.error(usage);
    return 2;
  }
  const places = backupPlaces(process.env);
  if (!places.ok) return fail(places.error);
  const taken = await takeBackup({ ...places.value, to, clock: systemClock });
  if (!taken.ok) return fail(taken.error);
  const { files, tables, isSealed } = taken.value;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  console.log(
    values.json
      ? JSON.stringify({ folder: to, files: files.length, bytes, rows, isSealed })
      : `${to}: ${rows.toLocaleString("en")} rows, ${bytes.toLocaleString("en")} bytes${isSealed ? ", sealed" : ""}. Now run: jumpstation verify ${to}`,
  );
  return 0;
}

function fail(words: string): number {
  console.error(words);
  return 1;
}
