import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type DatabaseCopy, openCopy } from "#entry/backup/open-copy.ts";
import type { Log } from "#entry/log-line.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import { CLEAR_LOG } from "#store/open-libsql.ts";

/** A page is torn or a row stands nowhere. Its message says where, and what to do. */
class DatabaseDamaged extends Error {
  override readonly name = "DatabaseDamaged";
}

export type CheckDatabase = { readonly path: string; readonly clock: Clock; readonly log: Log };

/** A start waits no longer for the look; tables that it did not come to are told in the log. */
const MOST_MS = 60 * SECOND_MS;

/**
 * After an end that was not clean (a log of writes lies beside the file) every table is looked through before anything is read
 * from it or sent: going on with a torn page would send what is not so, and hide it in the next backup. Throws DatabaseDamaged.
 */
export async function checkDatabase({ path, clock, log }: CheckDatabase): Promise<void> {
  if (!existsSync(path) || (!hasLog(path) && !existsSync(`${path}${SUSPECT}`))) return;
  // Opening the file brings its log into it: a start that refused must refuse again.
  writeFileSync(`${path}${SUSPECT}`, "");
  const startedAt = clock.now();
  const copy = openCopy(path);
  try {
    const tables = await copy.rows<{ name: string }>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    );
    let left = tables.length;
    for (const { name } of tables) {
      if (clock.now() - startedAt > MOST_MS) break;
      await lookThrough(copy, name);
      left -= 1;
    }
    // The log is in the file now: a start right after this one has nothing to look for.
    await copy.rows(CLEAR_LOG.sql);
    rmSync(`${path}${SUSPECT}`);
    log("database_looked_through", { tables: tables.length - left, left, ms: clock.now() - startedAt });
  } catch (cause) {
    throw cause instanceof DatabaseDamaged
      ? cause
      : damaged(path, cause instanceof Error ? cause.message : "unreadable");
  } finally {
    copy.close();
  }
}

/** Beside a database that was cut off and not found whole yet. */
const SUSPECT = ".suspect";

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

async function lookThrough(copy: DatabaseCopy, table: string): Promise<void> {
  const found = await copy.rows<Record<string, string>>(`pragma quick_check("${table.replaceAll('"', '""')}")`);
  const faults = found.map((row) => Object.values(row)[0] ?? "").filter((words) => words !== "ok");
  if (faults.length > 0) throw damaged(table, faults[0] ?? "");
}

function damaged(where: string, words: string): DatabaseDamaged {
  return new DatabaseDamaged(
    `The database is damaged (${where}: ${words}). Nothing was sent. Put the newest backup back with "jumpstation restore" (docs/backup.md), and look at the disk.`,
  );
}
