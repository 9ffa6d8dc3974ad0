import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "#tests/house/tree.ts";

const CASES = "../shared/cases/csv/import-bad-rows.json";
type BadFile = { readonly file: string; readonly encoding?: string; readonly expect: string };
const bad = existsSync(CASES) ? (JSON.parse(readFileSync(CASES, "utf8")) as { cases: readonly BadFile[] }).cases : [];
/** One of each way to end; the other files come through the API, to the same run (customers/import/api/bad-files.test.ts). */
const files = bad.filter(({ expect: words }) => /^(unterminated|duplicate header|invalid UTF-8|NUL)/.test(words));

const folder = mkdtempSync(join(tmpdir(), "import-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const environment = {
  PATH: process.env["PATH"],
  DATABASE_URL: `file:${join(folder, "ring.db")}`,
  JOURNAL_FOLDER: join(folder, "journal"),
  ROOT_KEY: Buffer.alloc(32, 7).toString("base64url"),
  DEFAULT_COUNTRY: "GB",
};

const run = (file: string, args: readonly string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", join(root, file), ...args], {
    cwd: root,
    encoding: "utf8",
    env: environment,
  });
const jumpstation = (...args: readonly string[]) => run("src/entry/cli/jumpstation.ts", args);
const path = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const people = { name: "people", into: "customers", fields: { code: "id", email: "mail", firstName: "first" } };

describe("jumpstation import", { timeout: 60_000 }, () => {
  it("takes a packed file in, writes what it rejected, and says with its status whether all could be read", () => {
    const mapping = path("people.mapping", JSON.stringify(people));
    const rejects = join(folder, "rejects");
    const packed = path("people", gzipSync("id,mail,first\nA,a@x.example,Ann\nB,nobody,Bob\n"));
    const good = jumpstation("import", packed, "--mapping", mapping, "--rejects", rejects, "--json");
    expect(JSON.parse(good.stdout)).toMatchObject({ state: "done", read: 2, created: 1, rejected: 1 });
    expect(good.status).toBe(0);
    expect(readFileSync(rejects, "utf8")).toContain('"2","3","mail","This is no bare e-mail address.","B","nobody"');
    const wrong = path("wrong.mapping", JSON.stringify({ ...people, into: "people", form: { date: "YY" } }));
    const refused = jumpstation("import", packed, "--mapping", wrong);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/- \/into: [^]*- \/form\/date: /)]);
  });

  it.skipIf(files.length === 0)(`gives bad files an end, ${files.length} files (absent: ../shared/cases)`, () => {
    const cases = mkdtempSync(join(folder, "cases-"));
    files.forEach(({ file, encoding }, index) => {
      const header = file.replace("\ufeff", "").split(/\r?\n/)[0]?.split(/[,\t]/) ?? [];
      const fields = header.includes("email") ? { email: "email" } : { code: "id" };
      writeFileSync(join(cases, `${index}.csv`), Buffer.from(file, encoding === undefined ? "utf8" : "latin1"));
      writeFileSync(join(cases, `${index}.json`), JSON.stringify({ ...people, fields }));
    });
    const { stdout, status } = run("tests/runtimes/node/import-files-child.ts", [cases]);
    expect(status).toBe(0);
    const said = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const ends = said.filter((line) => "state" in line);
    expect(ends.length).toBe(files.length);
    for (const { state, read, fault: _, reasons: __, seconds: ___, id: ____, ...totals } of ends) {
      expect(["done", "stopped", "refused"]).toContain(state);
      expect(Object.values(totals).reduce<number>((sum, count) => sum + Number(count), 0)).toBe(read);
    }
    const statuses = said.filter((line) => "status" in line).map((line) => line["status"]);
    expect(statuses).toEqual(ends.map(({ state }) => (state === "done" ? 0 : 1)));
  });
});
