import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totalNames } from "#customers/import/run/import-row.ts";
import { readTree, root } from "#tests/house/tree.ts";

/** The documented way of a newcomer: every command of the page, in the order in which it stands there. */
const page = readTree("docs/feeds/README.md");
const commands = [...page.matchAll(/^npm run jumpstation -- (.+)$/gm)].map(([, words = ""]) => words.split(" "));
const samples = readdirSync(join(root, "docs/feeds")).filter((name) => name.includes(".sample."));

const folder = mkdtempSync(join(tmpdir(), "jumpstation-feeds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names that the page exports before its commands; each must be one that the station reads. */
const exported = [...page.matchAll(/^export .+$/gm)]
  .flatMap(([line]) => [...line.matchAll(/\b([A-Z_]+)=/g)])
  .map(([, name = ""]) => name);

/** What each command said, and its exit status, on one station that began empty. */
async function walk(): Promise<ReadonlyArray<{ readonly status: number; readonly said: string }>> {
  const own: Readonly<Record<string, string>> = {
    ROOT_KEY: "A".repeat(43),
    DATABASE_URL: `file:${join(folder, "first-try.db")}`,
    JOURNAL_FOLDER: join(folder, "first-try-journal"),
    OPERATOR_EMAIL: "you@vendor.example",
    OPERATOR_PASSWORD: "a long sentence of your own",
  };
  const env = Object.fromEntries(exported.map((name) => [name, own[name] ?? ""]));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "tests/runtimes/node/commands-child.ts", JSON.stringify(commands)],
    { cwd: root, env: { PATH: process.env["PATH"] ?? "", ...env } },
  );
  let out = "";
  let faults = "";
  child.stdout.on("data", (bytes) => (out += String(bytes)));
  child.stderr.on("data", (bytes) => (faults += String(bytes)));
  await new Promise((resolve) => child.on("exit", resolve));
  expect(faults).toBe("");
  return [...out.matchAll(/([^]*?)\n--- (\d+)\n/g)].map(([, said = "", status]) => ({ status: Number(status), said }));
}

/** The number that a command told under a name. */
const told = (said: string, name: string): number =>
  Number(new RegExp(`^\\s*([\\d,]+)  ${name}\\b`, "m").exec(said)?.[1]?.replaceAll(",", "") ?? Number.NaN);

describe("the documented samples on an empty station", () => {
  let ended: Awaited<ReturnType<typeof walk>>;
  beforeAll(async () => {
    ended = await walk();
  }, 120_000);

  it("the page has a command for each of them, after the reference codes, each with the mapping beside it", () => {
    const [codes, ...imports] = commands;
    expect(codes).toEqual(["codes", "docs/feeds/codes"]);
    expect(imports.map(([, file = ""]) => basename(file)).sort()).toEqual([...samples].sort());
    for (const [command, file = "", option, mapping] of imports) {
      expect([command, option]).toEqual(["import", "--mapping"]);
      expect(mapping).toBe(file.replace(/\.sample\..+$/, ".mapping.json"));
    }
  });

  it("every command ends well, and every sample brings rows in: none is rejected, waits or is withheld", () => {
    expect(ended.map(({ status }) => status)).toEqual(commands.map(() => 0));
    for (const [index, { said }] of ended.slice(1).entries()) {
      const sample = basename(commands[index + 1]?.[1] ?? "");
      const totals = Object.fromEntries(totalNames.map((name) => [name, told(said, name)]));
      expect([sample, totals]).toEqual([
        sample,
        {
          created: expect.any(Number),
          changed: 0,
          same: 0,
          rejected: 0,
          withheld: 0,
          quarantined: 0,
          skipped: expect.any(Number),
        },
      ]);
      expect([sample, totals["created"] ?? 0]).toSatisfy(([, created]) => created > 0);
      expect([sample, (totals["created"] ?? 0) + (totals["skipped"] ?? 0)]).toEqual([sample, told(said, "read")]);
    }
  });

  it("the page tells how many records each holds", () => {
    for (const [index, { said }] of ended.slice(1).entries()) {
      const name = basename(commands[index + 1]?.[1] ?? "").replace(/\.sample\..+$/, "");
      expect(page).toContain(`| \`${name}\` | ${told(said, "read")} |`);
    }
  });

  it("declares no code that no mapping asks for", () => {
    const asked = readdirSync(join(root, "docs/feeds"))
      .filter((name) => name.endsWith(".mapping.json"))
      .flatMap((name) => [...readTree(`docs/feeds/${name}`).matchAll(/"codes": "([a-z-]+)"/g)])
      .map(([, vocabulary = ""]) => vocabulary);
    const files = readdirSync(join(root, "docs/feeds/codes")).map((name) => basename(name, ".json"));
    expect(files.sort()).toEqual([...new Set(asked)].sort());
    for (const name of files) {
      expect(
        () => JSON.parse(readFileSync(join(root, `docs/feeds/codes/${name}.json`), "utf8")) as unknown,
      ).not.toThrow();
    }
  });
});
