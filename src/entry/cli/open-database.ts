import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { type Config, readConfig } from "#entry/config.ts";
import { mergers } from "#entry/mergers.ts";
import { openDataThread } from "#entry/node/thread/open-data-thread.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { type FileOwner, ownFile } from "#entry/own-file.ts";
import { rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";
import { systemBytes, systemClock } from "#entry/runtime.ts";
import { idsFrom } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import { migrate } from "#store/migrate.ts";

export type OpenDatabase = {
  readonly config: Config;
  readonly customers: CustomerDeps;
  close(): Promise<void>;
};

/**
 * The configured database for a command that works on it alone: as the server does, in the same order and with the same lock,
 * so that the two never have it at once. The error's words are for whoever called the command.
 */
export async function openDatabase(
  environment: Readonly<Record<string, string | undefined>>,
  clock = systemClock,
): Promise<Result<OpenDatabase, string>> {
  const config = readConfig(environment);
  if (!config.ok)
    return err(`The configuration can't be used:\n${config.error.map((fault) => `- ${fault}`).join("\n")}`);
  const owned = await own(config.value);
  if (!owned.ok) return owned;
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken, JOURNAL_FOLDER, DEFAULT_COUNTRY } = config.value;
  const rootKeys = rootKeysOf(config.value);
  const thread = openDataThread(
    {
      url,
      rootKeys,
      journalFolder: JOURNAL_FOLDER,
      defaultCountry: DEFAULT_COUNTRY,
      ...(authToken === undefined ? {} : { authToken }),
    },
    () => {
      console.error("The database connection can no longer be trusted.");
      process.exit(70);
    },
  );
  await migrate(thread.store, readMigrations());
  return ok({
    config: config.value,
    customers: {
      store: thread.store,
      clock,
      ids: idsFrom(systemClock, systemBytes),
      secret: secretOf(rootKeys),
      defaultCountry: DEFAULT_COUNTRY,
      projectors: [affinityProjector(), clickProjector],
      mergers,
    },
    close: async () => {
      await thread.store.close();
      for (const owner of owned.value) await owner.release();
    },
  });
}

async function own({
  DATABASE_URL: url,
  JOURNAL_FOLDER: folder,
}: Config): Promise<Result<readonly FileOwner[], string>> {
  mkdirSync(folder, { recursive: true });
  const paths = [...(url.startsWith("file:") ? [url.slice("file:".length)] : []), join(folder, "journal")];
  const owned: FileOwner[] = [];
  for (const path of paths) {
    const owner = await ownFile(path);
    if ("release" in owner) {
      owned.push(owner);
      continue;
    }
    for (const each of owned) await each.release();
    return err(`${path} is in use by ${owner.heldBy}. Stop it, or let the server do the work over its API.`);
  }
  return ok(owned);
}
