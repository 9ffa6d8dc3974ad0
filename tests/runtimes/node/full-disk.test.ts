import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter, START, startPlannerAt, statesOf } from "#tests/worlds/message-world.ts";

const CUSTOMERS = 200;
const PATIENCE = { timeout: 20_000 };
/** Where there is none, nobody's limits can be set from outside. */
const prlimit = "/usr/bin/prlimit";

type Said = {
  readonly port?: number;
  readonly to?: string;
  readonly fault?: string;
  readonly event?: string;
};

async function world(): Promise<string> {
  const url = `file:${join(mkdtempSync(join(tmpdir(), "full-")), "ring.db")}`;
  const store = await freshStore(url);
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  for (let index = 0; index < CUSTOMERS; index += 1) await addCustomer(store, `c${index}`, { newsletters: ["news"] });
  await planMessages(store, START + 8 * HOUR_MS, { planAheadMs: 0, graceMs: DAY_MS });
  await store.close();
  return url;
}

function startSender(url: string) {
  const file = join(import.meta.dirname, "full-disk-child.ts");
  // A write beyond the limit is refused, where the signal of it is ignored.
  const child = spawn(
    "bash",
    ["-c", `trap '' XFSZ; exec "$@"`, "bash", process.execPath, "--import", "tsx", file, url],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const said: Said[] = [];
  let rest = "";
  child.stdout.on("data", (part: Buffer) => {
    const lines = (rest + part.toString()).split("\n");
    rest = lines.pop() ?? "";
    said.push(...lines.map((line) => JSON.parse(line) as Said));
  });
  const limit = (bytes: string) => execFileSync(prlimit, ["--pid", String(child.pid), `--fsize=${bytes}`]);
  const health = async () => {
    const port = said.find((one) => one.port !== undefined)?.port;
    return port === undefined ? 0 : (await fetch(`http://127.0.0.1:${port}/`)).status;
  };
  const end = () =>
    new Promise((resolve) => {
      child.on("exit", resolve);
      child.kill("SIGKILL");
    });
  const sent = () => said.flatMap(({ to }) => to ?? []);
  return { said, sent, limit, health, end };
}

describe.skipIf(!existsSync(prlimit))("a full disk (skipped where prlimit is not at hand)", () => {
  it("turns readiness red and sending off, leaves nothing half, and costs no message once there is room", async () => {
    const url = await world();
    const { said, sent, limit, health, end } = startSender(url);
    await expect.poll(() => sent().length, PATIENCE).toBeGreaterThan(20);
    expect(await health()).toBe(200);
    limit("4096:unlimited");
    await expect.poll(health, PATIENCE).toBe(503);
    await expect.poll(() => said.filter(({ fault }) => fault === "StoreFull").length, PATIENCE).toBeGreaterThan(5);
    const before = sent().length;
    const faults = said.length;
    await expect.poll(() => said.length, PATIENCE).toBeGreaterThan(faults + 5);
    expect(sent().length).toBe(before);
    expect(said.filter(({ fault }) => fault === "lost")).toEqual([]);
    limit("unlimited:unlimited");
    await expect.poll(health, PATIENCE).toBe(200);
    await expect.poll(() => sent().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(CUSTOMERS);
    const isOver = async () => {
      const store = await freshStore(url);
      const states = await statesOf(store);
      const check = await store.read({ sql: "pragma integrity_check", params: [] });
      await store.close();
      return { states, check };
    };
    await expect.poll(() => said.at(-1)?.to === undefined, PATIENCE).toBe(false);
    await end();
    const { states, check } = await isOver();
    expect(check).toEqual([{ integrity_check: "ok" }]);
    expect(new Set(sent()).size, "nobody twice").toBe(sent().length);
    const unknown = states["unknown_outcome:answer_lost"] ?? 0;
    expect((states["accepted"] ?? 0) + unknown + (states["attempting"] ?? 0), "nobody lost").toBe(CUSTOMERS);
    expect(unknown, "only what was in flight").toBeLessThanOrEqual(4);
    expect(said.filter(({ event }) => event !== undefined).map(({ event }) => event)).toEqual([
      "disk_failed",
      "disk_has_room",
    ]);
  }, 90_000);
});
