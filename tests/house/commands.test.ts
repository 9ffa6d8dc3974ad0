import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { readTree, root } from "./tree.ts";

const folder = mkdtempSync(join(tmpdir(), "jumpstation-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };
type Running = {
  readonly ended: Promise<Ended>;
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
  stop(): void;
};

/** One of the project's scripts, run as npm would, without npm between its end and us. */
function start(
  script: keyof typeof packageJson.scripts,
  args: readonly string[],
  env: Record<string, string>,
): Running {
  const [command = "", ...words] = packageJson.scripts[script].split(" ");
  expect(command).toBe("node");
  const child = spawn(process.execPath, [...words, ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => (out += String(bytes)));
  child.stderr.on("data", (bytes) => (err += String(bytes)));
  const ended = new Promise<Ended>((resolve) => child.on("exit", (code) => resolve({ code, out, err })));
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out);
        if (found !== null) resolve(found);
      };
      child.stdout.on("data", look);
      child.on("exit", () => reject(new Error(`It ended before it said ${pattern.source}: ${err}`)));
      look();
    });
  return { ended, said, stop: () => child.kill("SIGTERM") };
}

/** What the README exports before `npm start`, as it stands there. */
function readmeEnvironment(): Record<string, string> {
  const [block = ""] = /## Run it for real[^]*?npm start/.exec(readTree("README.md")) ?? [];
  const lines = block.split("\n").filter((line) => line.startsWith("export "));
  const words = lines.flatMap((line) => [...line.replace(/ #.*$/, "").matchAll(/\b([A-Z_]+)=([^\s"]+)/g)]);
  return Object.fromEntries(words.map(([, name = "", value = ""]) => [name, value]));
}

/** The README's way to a root key, run as it stands there. */
async function rootKey(): Promise<string> {
  const [, expression = ""] = /ROOT_KEY="\$\(node -p "([^"]+)"\)"/.exec(readTree("README.md")) ?? [];
  const child = spawn(process.execPath, ["-p", expression]);
  let out = "";
  for await (const bytes of child.stdout) out += String(bytes);
  return out.trim();
}

describe("the README's commands", () => {
  it("the demo ends with one line of JSON: nobody was written to twice, and clicks changed what is chosen", async () => {
    const demo = start("demo", ["--once", "--json", "--customers", "60", "--days", "7"], {});
    const { code, out, err } = await demo.ended;
    expect([code, err]).toEqual([0, ""]);
    const summary = JSON.parse(out.trim().split("\n").at(-1) ?? "") as Record<string, number>;
    expect(Object.keys(summary)).toEqual([
      "customers",
      "planned",
      "sent",
      "doubles",
      "clicks",
      "machineClicks",
      "selectionsChangedByClicks",
      "secondsToFirstMessage",
    ]);
    expect(summary).toMatchObject({ customers: 60, doubles: 0 });
    const { sent, clicks, machineClicks, selectionsChangedByClicks } = summary;
    expect(Math.min(...[sent, clicks, machineClicks, selectionsChangedByClicks].map(Number))).toBeGreaterThan(0);
  }, 60_000);

  it("npm start serves with the README's environment, and ends in order when it is asked to", async () => {
    const exported = readmeEnvironment();
    expect(Object.keys(exported)).toContain("SENDING_DOMAIN");
    const running = start("start", [], {
      ...exported,
      ROOT_KEY: await rootKey(),
      OPERATOR_PASSWORD: "a long password for a test",
      PORT: "0",
      DATABASE_URL: `file:${join(folder, "station.db")}`,
      JOURNAL_FOLDER: join(folder, "journal"),
    });
    const [, port = ""] = await running.said(/"event":"listening","port":(\d+)/);
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: "ok" }]);
    running.stop();
    const { code, out, err } = await running.ended;
    expect([code, err]).toEqual([0, ""]);
    for (const line of out.trim().split("\n")) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(out).not.toContain("long password");
    expect(out).not.toContain("you@vendor");
  }, 60_000);

  it("npm start without a root key, or with several faults, names them all and repeats no value", async () => {
    const { code, out, err } = await start("start", [], { ROOT_KEY: "short-and-secret", PORT: "http" }).ended;
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("ROOT_KEY");
    expect(err).toContain("PORT");
    expect(err).not.toContain("short-and-secret");
    const without = await start("start", [], { PORT: "http" }).ended;
    expect([without.code, without.err]).toEqual([2, expect.stringContaining("ROOT_KEY")]);
  }, 60_000);
});
