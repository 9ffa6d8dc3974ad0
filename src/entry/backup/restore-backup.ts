import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Clock } from "#kernel/clock.ts";
import { ownFile } from "#entry/own-file.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { settleOnDisk } from "./files.ts";
import { copyImages } from "./copy-images.ts";
import { DATABASE, IMAGES, JOURNAL, type Manifest } from "./manifest.ts";
import { openCopy } from "./open-copy.ts";
import { restoreStatements } from "./restore-statements.ts";
import { unsealBackup, verifyBackup, type VerifyRequest } from "./verify-backup.ts";

export type RestoreRequest = Omit<VerifyRequest, "workFolder"> & {
  readonly databasePath: string;
  readonly journalFolder: string;
  readonly imageFolder: string;
  readonly keepsRunning: boolean;
  readonly clock: Clock;
};

export type Restored = {
  readonly manifest: Manifest;
  /** Messages that wait for the operator. */
  readonly held: number;
  /** Messages that were on their way when the backup was taken. */
  readonly unknown: number;
  readonly paused: number;
};

/**
 * Puts a backup in the place of a database that is gone. It never overwrites one, it verifies all of it first, and what was
 * killed in between can be done again: the database gets its name last.
 */
export async function restoreBackup(request: RestoreRequest): Promise<Result<Restored, readonly string[]>> {
  const path = resolve(request.databasePath);
  const inTheWay = obstacles({ ...request, databasePath: path });
  if (inTheWay.length > 0) return err(inTheWay);
  mkdirSync(dirname(path), { recursive: true });
  const owner = await ownFile(path);
  if (!("release" in owner)) return err([`${path} is in use by ${owner.heldBy}.`]);
  try {
    return await restoreOwned({ ...request, databasePath: path });
  } finally {
    await owner.release();
  }
}

async function restoreOwned(request: RestoreRequest): Promise<Result<Restored, readonly string[]>> {
  const { folder, databasePath, journalFolder, imageFolder, backupKey, clock, keepsRunning } = request;
  const verified = await verifyBackup({ ...request, workFolder: dirname(databasePath) });
  const { manifest } = verified;
  if (manifest === undefined || verified.faults.length > 0) return err(verified.faults);
  const work = mkdtempSync(join(dirname(databasePath), `.${basename(databasePath)}.restoring-`));
  try {
    if (manifest.isSealed && backupKey !== undefined) unsealBackup({ folder, manifest, backupKey, to: work });
    else cpSync(folder, work, { recursive: true });
    const marks = { takenAt: manifest.takenAt, restoredAt: clock.now(), keepsRunning };
    const counts = await markRestored(join(work, DATABASE), marks);
    mkdirSync(journalFolder, { recursive: true, mode: 0o700 });
    for (const name of segmentsIn(join(work, JOURNAL))) {
      cpSync(join(work, JOURNAL, name), join(journalFolder, name));
      settleOnDisk(join(journalFolder, name));
    }
    settleOnDisk(journalFolder);
    copyImages(join(work, IMAGES), imageFolder);
    settleOnDisk(join(work, DATABASE));
    renameSync(join(work, DATABASE), databasePath);
    settleOnDisk(dirname(databasePath));
    return ok({ manifest, ...counts });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Nothing that lives is overwritten; segments of this very backup may be there from a restore that was killed. */
function obstacles({ folder, databasePath, journalFolder }: RestoreRequest): readonly string[] {
  const files = [databasePath, `${databasePath}-wal`]
    .filter((path) => existsSync(path))
    .map((path) => `${path} exists. Move it away first: nothing is overwritten.`);
  const ours = new Set(segmentsIn(join(folder, JOURNAL)).map((name) => name.replace(/\.sealed$/, "")));
  const others = segmentsIn(journalFolder).filter((name) => !ours.has(name));
  return others.length === 0
    ? files
    : [...files, `${journalFolder} holds clicks of another database. Move them away first.`];
}

function segmentsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.(?:clicks|open)(?:\.sealed)?$/.test(name));
}

async function markRestored(
  path: string,
  marks: Parameters<typeof restoreStatements>[0],
): Promise<Omit<Restored, "manifest">> {
  const copy = openCopy(path);
  try {
    await copy.batch(restoreStatements(marks));
    const [row] = await copy.rows<{ held: number; unknown: number; paused: number }>(
      `select (select count(*) from messages where state = 'skipped' and reason = 'restored') as held,
        (select count(*) from messages where state = 'unknown_outcome' and reason = 'restored') as unknown,
        (select count(*) from newsletters where state = 'paused') as paused`,
    );
    const [integrity] = await copy.rows<{ integrity_check: string }>("pragma integrity_check(1)");
    if (integrity?.integrity_check !== "ok") throw new Error("The restored database fails its integrity check.");
    return { held: row?.held ?? 0, unknown: row?.unknown ?? 0, paused: row?.paused ?? 0 };
  } finally {
    copy.close();
  }
}
