import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { copyJournal } from "./copy-journal.ts";
import { factsOf, filesBelow, settleOnDisk } from "./files.ts";
import { copyImages } from "./copy-images.ts";
import { DATABASE, IMAGES, JOURNAL, type Manifest, MANIFEST, rootKeyCheck, writeManifest } from "./manifest.ts";
import { countTables, migrationsIn, openCopy } from "./open-copy.ts";
import type { Secret } from "#kernel/secret.ts";
import { sealFile } from "./seal-file.ts";

export type BackupRequest = {
  readonly databasePath: string;
  readonly journalFolder: string;
  readonly imageFolder: string;
  /** The folder that becomes the backup. It must not exist. */
  readonly to: string;
  readonly secret: Secret;
  /** Seals the files; without it they lie as they are. */
  readonly backupKey?: Uint8Array | undefined;
  readonly clock: Clock;
};

/**
 * Copies a database and its click journal while a station works on them. SQLite's VACUUM INTO reads one state of the
 * write-ahead log: the station's writer never waits, and the copy is whole and compact. All of it happens in a folder beside
 * and gets its name at the end: a backup that was killed is none.
 */
export async function takeBackup(request: BackupRequest): Promise<Result<Manifest, string>> {
  const to = resolve(request.to);
  if (existsSync(to)) return err(`${to} exists already. Name a folder that does not.`);
  if (!existsSync(request.databasePath)) return err(`There is no database at ${request.databasePath}.`);
  const partial = `${to}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const takenAt = request.clock.now();
  copyJournal(request.journalFolder, join(partial, JOURNAL));
  await copyDatabase(request.databasePath, join(partial, DATABASE));
  copyImages(request.imageFolder, join(partial, IMAGES));
  const copy = openCopy(join(partial, DATABASE));
  const [tables, migrations] = [await countTables(copy), await migrationsIn(copy)];
  copy.close();
  if (request.backupKey !== undefined) sealAll(partial, request.backupKey);
  const files = [];
  for (const name of filesBelow(partial)) files.push(await factsOf(partial, name));
  const manifest: Manifest = {
    format: 1,
    takenAt,
    migrations,
    isSealed: request.backupKey !== undefined,
    files,
    tables,
    rootKeyCheck: rootKeyCheck(request.secret),
  };
  writeFileSync(join(partial, MANIFEST), writeManifest(manifest, request.secret), { mode: 0o600, flush: true });
  settleOnDisk(partial);
  renameSync(partial, to);
  settleOnDisk(dirname(to));
  return ok(manifest);
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const source = openCopy(from);
  try {
    await source.rows("vacuum into ?", [to]);
  } finally {
    source.close();
  }
  settleOnDisk(to);
}

/** The name in the manifest is the sealed file's; what it holds is authenticated under the same name. */
function sealAll(folder: string, key: Uint8Array): void {
  for (const name of filesBelow(folder)) {
    const from = join(folder, name);
    sealFile({ from, to: `${from}.sealed`, name, key });
    rmSync(from);
  }
}
