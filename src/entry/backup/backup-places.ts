import { readConfig } from "#entry/config.ts";
import { rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";

export type BackupPlaces = {
  readonly databasePath: string;
  readonly journalFolder: string;
  readonly imageFolder: string;
  readonly secret: Secret;
  readonly backupKey?: Uint8Array;
};

/** Where database and journal are and which keys hold, from the configuration of the server. */
export function backupPlaces(environment: Readonly<Record<string, string | undefined>>): Result<BackupPlaces, string> {
  const config = readConfig(environment);
  if (!config.ok)
    return err(`The configuration can't be used:\n${config.error.map((fault) => `- ${fault}`).join("\n")}`);
  const { DATABASE_URL: url, JOURNAL_FOLDER, IMAGE_FOLDER, BACKUP_KEY } = config.value;
  if (!url.startsWith("file:")) {
    return err(
      "This works on an embedded database. A libSQL server and D1 are backed up by their own means (docs/backup.md).",
    );
  }
  return ok({
    databasePath: url.slice("file:".length),
    journalFolder: JOURNAL_FOLDER,
    imageFolder: IMAGE_FOLDER,
    secret: secretOf(rootKeysOf(config.value)),
    ...(BACKUP_KEY === undefined ? {} : { backupKey: Buffer.from(BACKUP_KEY, "base64url") }),
  });
}
