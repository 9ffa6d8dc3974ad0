import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { ClickRecord } from "#clicks/click-record.ts";
import { restoreBackup } from "#entry/backup/restore-backup.ts";
import { takeBackup } from "#entry/backup/take-backup.ts";
import { verifyBackup } from "#entry/backup/verify-backup.ts";
import { FileJournal } from "#entry/journal/file-journal.ts";
import { JournalReader } from "#entry/journal/journal-reader.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { DAY_MS, HOUR_MS, type ManualClock } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { countRestored } from "#outbound/restored/count-restored.ts";
import { releaseRestored } from "#outbound/restored/release-restored.ts";
import { sealWebhookSecret } from "#outbound/webhooks/webhook-secret.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  scriptedChannel,
  START,
  startPlannerAt,
} from "#tests/worlds/message-world.ts";

const rootKey = Buffer.alloc(32, 7);
const secret = secretFrom(rootKey);
const backupKey = Buffer.alloc(32, 9);
const knownMigrations = readMigrations().map(({ name }) => name);
const EIGHT = START + 8 * HOUR_MS;
const CUSTOMERS = 300;

const click: ClickRecord = {
  at: 1,
  purpose: "click",
  messageNumber: 1,
  linkNo: 0,
  method: "GET",
  address: "192.0.2.77",
  headers: { "user-agent": "Canary/1.0" },
};

function placesIn(folder: string) {
  return {
    databasePath: join(folder, "ring.db"),
    journalFolder: join(folder, "journal"),
    imageFolder: join(folder, "images"),
    secret,
  };
}

const fresh = () => mkdtempSync(join(tmpdir(), "backup-"));

/** A database with people, a daily letter that is due, a sealed field, a journal that nobody read, and a picture. */
async function world(channel = scriptedChannel()) {
  const folder = fresh();
  const places = placesIn(folder);
  const store = await freshStore(`file:${places.databasePath}`);
  const deps = await messageWorld({ store, channel });
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  for (let index = 0; index < CUSTOMERS; index += 1) await addCustomer(store, `c${index}`, { newsletters: ["news"] });
  await store.write([
    sql`insert into webhook_endpoints (id, url, types, state, secret, created_at, updated_at)
      values ('whe_1', 'https://a.example', '[]', 'active', ${sealWebhookSecret(secret, "whe_1", "whsec_x")}, 0, 0)`,
  ]);
  const journal = new FileJournal({ folder: places.journalFolder, key: secret.keyFor("click-journal/1"), run: "a" });
  await journal.append(click);
  mkdirSync(join(places.imageFolder, "ab"), { recursive: true });
  writeFileSync(join(places.imageFolder, "ab", "abcd"), "picture");
  deps.clock.set(EIGHT);
  await planMessages(store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
  return { folder, places, deps, store };
}

async function sendAll(deps: MessageWorld, name: string, afterTurn?: (turn: number) => void): Promise<void> {
  let turns = 0;
  const worker = { name, nextTurn: () => (turns += 1) };
  for (;;) {
    const { taken } = await sendDue(deps, worker, 20);
    if (taken === 0) return;
    afterTurn?.(turns);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const restore = (
  from: string,
  folder: string,
  more: { readonly clock: ManualClock; readonly backupKey?: Uint8Array },
) => restoreBackup({ ...placesIn(folder), folder: from, knownMigrations, keepsRunning: false, ...more });

describe("a backup", () => {
  it("taken while messages are sent, restored and gone on with: nobody gets a message twice, and what is held is released by hand", async () => {
    const { deps, places, folder, store } = await world();
    const to = join(folder, "copy");
    let taking: ReturnType<typeof takeBackup> | undefined;
    let sentBefore = 0;
    await sendAll(deps, "first", (turn) => {
      if (turn !== 5) return;
      sentBefore = deps.channel.log.length;
      taking = takeBackup({ ...places, to, clock: deps.clock });
    });
    expect(await taking).toMatchObject({ ok: true });
    expect(deps.channel.log).toHaveLength(CUSTOMERS);
    expect(sentBefore).toBeLessThan(CUSTOMERS);
    await store.close();
    // The disk is gone; an hour later somebody restores, and sending goes on with the same provider.
    const elsewhere = fresh();
    deps.clock.advance(HOUR_MS);
    const restored = await restore(to, elsewhere, deps);
    if (!restored.ok) throw new Error(restored.error.join());
    const { held, unknown, paused } = restored.value;
    expect(held + unknown).toBeGreaterThan(0);
    expect(paused).toBe(1);
    const again = await messageWorld({
      store: await freshStore(`file:${placesIn(elsewhere).databasePath}`),
      channel: deps.channel,
    });
    again.clock.set(deps.clock.now());
    await again.store.write([sql`update newsletters set state = 'running'`]);
    await recoverMessages(again, "all");
    await planMessages(again.store, again.clock.now(), { planAheadMs: HOUR_MS, graceMs: DAY_MS });
    await sendAll(again, "second");
    expect(deps.channel.log).toHaveLength(CUSTOMERS);
    expect(await countRestored(again.store)).toMatchObject([{ newsletter: "news", held }]);
    const actor = { kind: "operator", id: "o", scopes: [] } as const;
    expect(await releaseRestored({ deps: again, actor, input: { newsletter: "news" } })).toBe(held);
    await sendAll(again, "third");
    expect(deps.channel.log).toHaveLength(CUSTOMERS + held);
    // The next day's are sent as ever, under numbers that nobody was given before.
    again.clock.advance(DAY_MS);
    await planMessages(again.store, again.clock.now(), { planAheadMs: 0, graceMs: DAY_MS });
    await sendAll(again, "fourth");
    const numbers = deps.channel.log.slice(CUSTOMERS + held).map(({ messageNumber }) => messageNumber);
    expect(numbers).toHaveLength(CUSTOMERS);
    expect(Math.min(...numbers)).toBeGreaterThan(1_000_000_000);
    await again.store.close();
  });

  it("holds every click that was answered before it began, and every picture", async () => {
    const { deps, places, folder, store } = await world();
    const to = join(folder, "copy");
    expect(await takeBackup({ ...places, to, clock: deps.clock })).toMatchObject({ ok: true });
    await store.close();
    const elsewhere = fresh();
    expect(await restore(to, elsewhere, deps)).toMatchObject({ ok: true });
    const reader = new JournalReader(placesIn(elsewhere).journalFolder, secret.keyFor("click-journal/1"));
    expect(reader.next().clicks.map(({ record }) => record)).toEqual([click]);
    expect(readFileSync(join(elsewhere, "images", "ab", "abcd"), "utf8")).toBe("picture");
  });

  it("is looked through whole: another root key, a byte, a file more or less, a cut end, a newer schema are each told", async () => {
    const { deps, places, folder, store } = await world();
    const to = join(folder, "copy");
    await takeBackup({ ...places, to, clock: deps.clock });
    await store.close();
    const verify = (more: object = {}) => verifyBackup({ folder: to, secret, knownMigrations, ...more });
    expect(await verify()).toMatchObject({ faults: [], sealedFields: 2, journalFrames: 1 });
    expect((await verify({ secret: secretFrom(Buffer.alloc(32, 8)) })).faults).toEqual([
      expect.stringContaining("ROOT_KEY"),
    ]);
    expect((await verify({ knownMigrations: [] })).faults).toEqual([expect.stringContaining("newer one")]);
    appendFileSync(join(to, "more"), "x");
    expect((await verify()).faults).toEqual([expect.stringContaining("more does not belong")]);
    rmSync(join(to, "more"));
    const database = join(to, "jumpstation.db");
    const bytes = readFileSync(database);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    writeFileSync(database, bytes);
    expect((await verify()).faults).toEqual(["jumpstation.db was altered."]);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    writeFileSync(database, bytes);
    const manifest = readFileSync(join(to, "manifest.json"), "utf8");
    writeFileSync(join(to, "manifest.json"), manifest.replace(/"customers": \d+/, '"customers": 1'));
    expect((await verify()).faults).toEqual(["The manifest was altered."]);
    writeFileSync(join(to, "manifest.json"), manifest);
    truncateSync(database, 4_096);
    expect((await verify()).faults).toHaveLength(1);
    rmSync(join(to, "manifest.json"));
    expect((await verify()).faults).toEqual([expect.stringContaining("no finished backup")]);
  });

  it("sealed under a key shows nothing without it, and opens with it", async () => {
    const { deps, places, folder, store } = await world();
    const to = join(folder, "copy");
    await takeBackup({ ...places, to, backupKey, clock: deps.clock });
    await store.close();
    const names = readdirSync(to, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const all = names.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("");
    expect(names.filter(({ name }) => !name.endsWith(".sealed")).map(({ name }) => name)).toEqual(["manifest.json"]);
    expect(all).not.toMatch(/people\.example|SQLite format|picture/);
    const verify = (more: object) => verifyBackup({ folder: to, secret, knownMigrations, ...more });
    expect((await verify({})).faults).toEqual([expect.stringContaining("BACKUP_KEY")]);
    expect((await verify({ backupKey: Buffer.alloc(32, 1) })).faults).toEqual([expect.stringContaining("another key")]);
    expect(await verify({ backupKey })).toMatchObject({ faults: [], sealedFields: 2, journalFrames: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith(".verify"))).toEqual([]);
    const elsewhere = fresh();
    expect(await restore(to, elsewhere, { clock: deps.clock, backupKey })).toMatchObject({ ok: true });
    const restored = await freshStore(`file:${placesIn(elsewhere).databasePath}`);
    expect(await restored.read(sql`select count(*) as n from customers`)).toMatchObject([{ n: CUSTOMERS }]);
    await restored.close();
  });

  it("never lands on a database that lives, nor among another's clicks", async () => {
    const { deps, places, folder, store } = await world();
    const to = join(folder, "copy");
    await takeBackup({ ...places, to, clock: deps.clock });
    expect(await takeBackup({ ...places, to, clock: deps.clock })).toMatchObject({ ok: false });
    const there = await restore(to, folder, deps);
    expect(there).toMatchObject({
      ok: false,
      error: expect.arrayContaining([expect.stringContaining("exists")]) as unknown,
    });
    await store.close();
    const elsewhere = fresh();
    const other = placesIn(elsewhere).journalFolder;
    await new FileJournal({ folder: other, key: secret.keyFor("click-journal/1"), run: "z" }).append(click);
    expect(await restore(to, elsewhere, deps)).toMatchObject({
      ok: false,
      error: [expect.stringContaining("another database")],
    });
    expect(readdirSync(elsewhere)).toEqual(["journal"]);
  });

  it("that was killed is none, and the next one starts anew", async () => {
    const { places, folder, store } = await world();
    const to = join(folder, "copy");
    const environment = {
      ...process.env,
      DATABASE_URL: `file:${places.databasePath}`,
      JOURNAL_FOLDER: places.journalFolder,
      IMAGE_FOLDER: places.imageFolder,
      ROOT_KEY: rootKey.toString("base64url"),
    };
    const command = (...args: readonly string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", "src/entry/cli/jumpstation.ts", ...args], {
        env: environment,
        encoding: "utf8",
      });
    mkdirSync(`${to}.partial/journal`, { recursive: true });
    writeFileSync(`${to}.partial/jumpstation.db`, "half");
    expect(command("verify", `${to}.partial`).status).toBe(1);
    // The store of this process is open all the while, as a server's is.
    const taken = command("backup", to, "--json");
    expect(taken.stderr).toBe("");
    expect(JSON.parse(taken.stdout)).toMatchObject({ isSealed: false });
    expect(existsSync(`${to}.partial`)).toBe(false);
    expect(JSON.parse(command("verify", to, "--json").stdout)).toMatchObject({ isGood: true, journalFrames: 1 });
    await store.write([sql`insert into customers (code, created_at, updated_at) values ('after', 0, 0)`]);
    expect(await store.read(sql`select 1 from customers where code = 'after'`)).toHaveLength(1);
    const lines = command("export", "customers").stdout.trim().split("\n");
    expect(lines).toHaveLength(CUSTOMERS + 1);
    expect(lines[0]).toContain('"customer":"c0"');
    expect(lines.join("")).not.toContain("people.example");
    await store.close();
  }, 60_000);
});
