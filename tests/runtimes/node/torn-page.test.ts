import { copyFileSync, existsSync, mkdtempSync, openSync, statSync, writeSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { checkDatabase } from "#entry/node/check-database.ts";
import { manualClock } from "#kernel/clock.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter } from "#tests/worlds/message-world.ts";

const PAGE = 4_096;

/** A database whose process was cut off: its log of writes lies beside it. */
async function cutOff() {
  const folder = mkdtempSync(join(tmpdir(), "torn-"));
  const store = await freshStore(`file:${join(folder, "ring.db")}`);
  await addNewsletter(store, "news");
  for (let index = 0; index < 300; index += 1) await addCustomer(store, `c${index}`, { newsletters: ["news"] });
  await store.clearLog?.();
  const [root] = await store.read<{ page: number }>(
    sql`select rootpage as page from sqlite_schema where name = 'customers'`,
  );
  await addCustomer(store, "last", { newsletters: ["news"] });
  const path = join(folder, "copy.db");
  copyFileSync(join(folder, "ring.db"), path);
  copyFileSync(join(folder, "ring.db-wal"), `${path}-wal`);
  await store.close();
  return { path, page: root?.page ?? 0 };
}

/** The second half of a page as it was never written. */
function tear(path: string, page: number): void {
  const file = openSync(path, "r+");
  const half = Buffer.alloc(PAGE / 2, 0xa5);
  writeSync(file, half, 0, half.length, (page - 1) * PAGE);
  closeSync(file);
}

async function check(path: string) {
  const told: Array<readonly [string, object]> = [];
  await checkDatabase({ path, clock: manualClock(0), log: (event, detail) => void told.push([event, detail]) });
  return told;
}

describe("a start after an end that was not clean", () => {
  it("looks through every table, and goes on where all is whole", async () => {
    const { path } = await cutOff();
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    expect(await check(path)).toEqual([
      ["database_looked_through", { tables: expect.any(Number) as number, left: 0, ms: 0 }],
    ]);
    expect(await check(path)).toEqual([]);
  });

  it("refuses with a clear word where a page is torn, and sends nothing from it", async () => {
    const { path, page } = await cutOff();
    tear(path, page);
    const words = /^The database is damaged .*Nothing was sent.*jumpstation restore/;
    await expect(check(path)).rejects.toThrow(words);
    // The first look brought the log into the file.
    await expect(check(path)).rejects.toThrow(words);
  });

  it("costs nothing after a clean one, or where there is no database yet", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clean-"));
    const path = join(folder, "ring.db");
    expect(await check(path)).toEqual([]);
    const store = await freshStore(`file:${path}`);
    await store.clearLog?.();
    await store.close();
    expect(existsSync(path)).toBe(true);
    expect(await check(path)).toEqual([]);
  });
});
