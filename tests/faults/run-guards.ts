import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { type FaultRow, faultRows } from "./fault-rows.ts";
import { type Guard, guards } from "./guards.ts";

/**
 * npm run guards -- [--row 14]… [--json]: takes the guard of each row of docs/faults.md away in a copy of the tree, and runs the
 * row's test, which must turn red. The status is 1 where one stayed green. Not among the tests: it takes minutes.
 */
type Verdict = {
  readonly row: number;
  readonly test: string;
  /** "broken" where nothing is said by it: the guard's text is gone, or the test is red with it, or does not load without it. */
  readonly outcome: "red" | "green" | "broken";
  readonly seconds: number;
};

const { values } = parseArgs({
  options: { row: { type: "string", multiple: true, default: [] }, json: { type: "boolean", default: false } },
});
const asked = new Set(values.row.map(Number));
const root = join(import.meta.dirname, "../..");
const rows = new Map(faultRows(readFileSync(join(root, "docs/faults.md"), "utf8")).map((row) => [row.number, row]));

const copy = copyOfTree();
const verdicts = guards
  .filter(({ row }) => asked.size === 0 || asked.has(row))
  .map((guard) => {
    const verdict = withoutGuard(guard, rows.get(guard.row));
    if (!values.json) say(`${String(verdict.row).padStart(2)}  ${verdict.outcome.padEnd(6)}  ${verdict.test}`);
    return verdict;
  });
rmSync(dirname(copy), { recursive: true, force: true });
const failed = verdicts.filter(({ outcome }) => outcome !== "red");
if (values.json) say(JSON.stringify({ rows: verdicts.length, red: verdicts.length - failed.length, verdicts }));
else say(`${verdicts.length - failed.length} of ${verdicts.length} turned red`);
process.exitCode = failed.length > 0 ? 1 : 0;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function copyOfTree(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "guards-")), "main");
  mkdirSync(folder);
  for (const name of readdirSync(root)) {
    if (name === "node_modules") symlinkSync(join(root, name), join(folder, name));
    else if (!name.startsWith(".")) cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  return folder;
}

function withoutGuard(guard: Guard, row: FaultRow | undefined): Verdict {
  const startedAt = performance.now();
  const path = join(copy, guard.file);
  const whole = readFileSync(path, "utf8");
  const test = row?.tests[0];
  const verdict = (outcome: Verdict["outcome"]): Verdict => ({
    row: guard.row,
    test: test === undefined ? "" : `${test.path} "${test.name}"`,
    outcome,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  });
  if (test === undefined || whole.split(guard.from).length !== 2) return verdict("broken");
  const run = () => runTest(guard.run ?? runnerOf(test.path), guard.only ?? test.name);
  // A test that is red with its guard says nothing without it.
  if (run() !== "green") return verdict("broken");
  writeFileSync(
    path,
    whole.replace(guard.from, () => guard.to),
  );
  try {
    return verdict(run());
  } finally {
    writeFileSync(path, whole);
  }
}

/** A suite of contracts is run by the test beside it that opens an embedded database. */
function runnerOf(path: string): string {
  return path.replace(/\.contract\.ts$/, "-libsql.test.ts");
}

type Report = { readonly numFailedTests: number; readonly numPassedTests: number };

function runTest(file: string, name: string): Verdict["outcome"] {
  const report = join(copy, "..", "report.json");
  rmSync(report, { force: true });
  spawnSync(
    "npx",
    ["vitest", "run", "--project", "node", file, "-t", patternOf(name), "--reporter=json", `--outputFile=${report}`],
    { cwd: copy, stdio: "ignore", timeout: 300_000 },
  );
  try {
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, "utf8")) as Report;
    if (numFailedTests > 0) return "red";
    return numPassedTests > 0 ? "green" : "broken";
  } catch {
    return "broken";
  }
}

/** A name as vitest looks for it; what it fills in for a case is anything. */
function patternOf(name: string): string {
  const end = name.endsWith("$") ? "$" : "";
  return `${RegExp.escape(name.slice(0, name.length - end.length)).replaceAll(/%[sid]/g, ".*")}${end}`;
}
