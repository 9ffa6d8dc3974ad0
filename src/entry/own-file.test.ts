import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ownFile } from "./own-file.ts";

const path = () => join(mkdtempSync(join(tmpdir(), "own-")), "ring.db");

it("a second owner of a database file is told who has it, and gets it when the first lets go", async () => {
  const file = path();
  const first = await ownFile(file);
  if (!("release" in first)) throw new Error("the first owner was refused");
  expect(await ownFile(file)).toEqual({ heldBy: `process ${process.pid}` });
  await first.release();
  expect("release" in (await ownFile(file))).toBe(true);
});

it("a process that was killed leaves no lock behind", async () => {
  const file = path();
  const module = join(import.meta.dirname, "own-file.ts");
  const code = `import(${JSON.stringify(module)}).then(async (m) => { await m.ownFile(${JSON.stringify(file)}); process.kill(process.pid, "SIGKILL"); })`;
  expect(() => execFileSync(process.execPath, ["--import", "tsx", "-e", code], { stdio: "ignore" })).toThrow(
    "Command failed",
  );
  expect("release" in (await ownFile(file))).toBe(true);
});
