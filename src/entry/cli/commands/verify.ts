import { parseArgs } from "node:util";
import { backupPlaces } from "#entry/backup/backup-places.ts";
import { verifyBackup } from "#entry/backup/verify-backup.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation verify <folder>

  --json       say the result as one line of JSON

Looks through a whole backup: hashes, integrity, foreign keys, row counts, journal frames, and whether sealed fields open
with this ROOT_KEY. It changes nothing. A sealed backup is opened beside itself for as long as that takes.`;

const options = { json: { type: "boolean", default: false } } as const;

export const command: Command = { summary: "Look through a backup.", usage, run };

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
  const { faults, manifest, sealedFields, journalFrames } = await verifyBackup({
    ...places.value,
    folder,
    knownMigrations,
  });
  if (values.json) {
    console.log(JSON.stringify({ isGood: faults.length === 0, faults, sealedFields, journalFrames }));
  } else if (faults.length > 0) {
    console.error(faults.map((fault) => `- ${fault}`).join("\n"));
  } else {
    const tables = Object.keys(manifest?.tables ?? {}).length;
    console.log(`Good: ${tables} tables, ${sealedFields} sealed fields opened, ${journalFrames} frames of clicks.`);
  }
  return faults.length === 0 ? 0 : 1;
}
