import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { openFrames } from "#entry/journal/frame.ts";
import { CLOSED_SUFFIX } from "#entry/journal/file-journal.ts";
import type { Secret } from "#kernel/secret.ts";
import { factsOf, filesBelow } from "./files.ts";
import { DATABASE, JOURNAL, type Manifest, MANIFEST, readManifest } from "./manifest.ts";
import { countTables, migrationsIn, openCopy } from "./open-copy.ts";
import { openSealedFields } from "./sealed-fields.ts";
import { openSealedFile } from "./seal-file.ts";

export type VerifyRequest = {
  readonly folder: string;
  readonly secret: Secret;
  readonly backupKey?: Uint8Array | undefined;
  /** Names of the migrations that this version knows. */
  readonly knownMigrations: readonly string[];
  /** Where sealed files are opened to be looked at; a folder beside the backup unless told. */
  readonly workFolder?: string;
};

export type Verified = {
  /** What is wrong, in words; empty where the backup is good. */
  readonly faults: readonly string[];
  readonly manifest?: Manifest;
  readonly sealedFields: number;
  readonly journalFrames: number;
};

const manifestFaults = {
  unreadable: "The manifest is not one of ours.",
  another_root_key: "ROOT_KEY is not the one that this backup was taken with: sealed fields and links would not open.",
  altered: "The manifest was altered.",
} as const;

/** Looks through a whole backup: files, database, journal and keys. It changes nothing. */
export async function verifyBackup(request: VerifyRequest): Promise<Verified> {
  const nothing = { sealedFields: 0, journalFrames: 0 };
  const folder = resolve(request.folder);
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return { ...nothing, faults: [`${folder} has no manifest: it is no finished backup.`] };
  const manifest = readManifest(readFileSync(path, "utf8"), request.secret);
  if (typeof manifest === "string") return { ...nothing, faults: [manifestFaults[manifest]] };
  const faults = [...(await fileFaults(folder, manifest)), ...versionFaults(manifest, request.knownMigrations)];
  if (faults.length > 0) return { ...nothing, faults, manifest };
  if (!manifest.isSealed) return { ...(await contentOf(folder, manifest, request.secret)), manifest };
  const { backupKey } = request;
  if (backupKey === undefined) return { ...nothing, faults: ["This backup is sealed: BACKUP_KEY opens it."], manifest };
  const work = mkdtempSync(join(request.workFolder ?? dirname(folder), ".verify-"));
  try {
    unsealBackup({ folder, manifest, backupKey, to: work });
    return { ...(await contentOf(work, manifest, request.secret)), manifest };
  } catch (cause) {
    return { ...nothing, faults: [cause instanceof Error ? cause.message : "It can't be opened."], manifest };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Unseal = {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly backupKey: Uint8Array;
  readonly to: string;
};

/** Opens every sealed file of a backup below another folder. */
export function unsealBackup({ folder, manifest, backupKey, to }: Unseal): void {
  for (const { name } of manifest.files) {
    const plain = name.replace(/\.sealed$/, "");
    mkdirSync(dirname(join(to, plain)), { recursive: true, mode: 0o700 });
    openSealedFile({ from: join(folder, name), to: join(to, plain), name: plain, key: backupKey });
  }
}

async function fileFaults(folder: string, { files }: Manifest): Promise<readonly string[]> {
  const present = filesBelow(folder).filter((name) => name !== MANIFEST);
  const named = new Map(files.map((file) => [file.name, file]));
  const faults = present.filter((name) => !named.has(name)).map((name) => `${name} does not belong to the backup.`);
  for (const { name, bytes, sha256 } of files) {
    if (!present.includes(name)) {
      faults.push(`${name} is missing.`);
      continue;
    }
    const facts = await factsOf(folder, name);
    if (facts.bytes !== bytes || facts.sha256 !== sha256) faults.push(`${name} was altered.`);
  }
  return faults;
}

function versionFaults({ migrations }: Manifest, known: readonly string[]): readonly string[] {
  return migrations
    .filter((name) => !known.includes(name))
    .map(
      (name) => `The database has the migration ${name}, which this version does not know: restore with a newer one.`,
    );
}

async function contentOf(folder: string, manifest: Manifest, secret: Secret): Promise<Omit<Verified, "manifest">> {
  const faults: string[] = [];
  const copy = openCopy(join(folder, DATABASE));
  try {
    const integrity = await copy.rows<{ integrity_check: string }>("pragma integrity_check(10)");
    if (integrity[0]?.integrity_check !== "ok") faults.push("The database fails its integrity check.");
    const foreign = await copy.rows("pragma foreign_key_check");
    if (foreign.length > 0) faults.push(`${foreign.length} rows name rows that are not there.`);
    faults.push(...countFaults(await countTables(copy), manifest.tables));
    if ((await migrationsIn(copy)).join() !== manifest.migrations.join()) faults.push("Its migrations are others.");
    const { opened, closed } = await openSealedFields(copy, secret);
    if (closed > 0) faults.push(`${closed} sealed fields do not open under ROOT_KEY.`);
    const journal = openJournal(join(folder, JOURNAL), secret);
    if (journal.damaged > 0) faults.push(`${journal.damaged} frames of the click journal do not open.`);
    return { faults, sealedFields: opened, journalFrames: journal.frames };
  } catch {
    return { faults: ["The database can't be read."], sealedFields: 0, journalFrames: 0 };
  } finally {
    copy.close();
  }
}

function countFaults(found: Readonly<Record<string, number>>, told: Readonly<Record<string, number>>): string[] {
  const tables = new Set([...Object.keys(found), ...Object.keys(told)]);
  return [...tables]
    .filter((table) => found[table] !== told[table])
    .map((table) => `${table} has ${found[table] ?? "no"} rows instead of ${told[table] ?? "none"}.`);
}

function openJournal(folder: string, secret: Secret): { readonly frames: number; readonly damaged: number } {
  const key = secret.keyFor("click-journal/1");
  const total = { frames: 0, damaged: 0 };
  if (!existsSync(folder)) return total;
  for (const file of filesBelow(folder)) {
    const name = file.slice(0, -CLOSED_SUFFIX.length);
    const { frames, damaged } = openFrames(key, name, readFileSync(join(folder, file)));
    total.frames += frames.length;
    total.damaged += damaged;
  }
  return total;
}
