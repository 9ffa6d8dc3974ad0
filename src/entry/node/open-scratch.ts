import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scratch } from "#customers/import/run/import-deps.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { migrate } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";

/** An empty database in a folder of its own that goes with it. Only this account can look into it. */
export async function openScratch(): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), "jumpstation-scratch-"));
  const store = await openLibsql({ url: `file:${join(folder, "scratch.db")}` });
  await migrate(store, readMigrations());
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
