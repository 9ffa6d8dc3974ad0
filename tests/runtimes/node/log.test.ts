import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { logPipe } from "#entry/node/log-pipe.ts";
import { manualClock } from "#kernel/clock.ts";

const LINES = 40_000;

describe("log lines that nobody reads", () => {
  it("hold up no one: a process with a blocked pipe goes on, and says how many lines were lost when it is read again", async () => {
    const mark = join(mkdtempSync(join(tmpdir(), "log-")), "read-on");
    // Between two programmes a shell makes a pipe, where Node would make a socket. Its reader begins when the mark is there.
    const script = `"$@" | { until [ -e "${mark}" ]; do sleep 0.05; done; exec cat; }`;
    const child = join(import.meta.dirname, "log-child.ts");
    const words = ["-c", script, "bash", process.execPath, "--import", "tsx", child, String(LINES), mark];
    const shell = spawn("bash", words, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => {
      if (shell.exitCode === null && shell.pid !== undefined) process.kill(-shell.pid, "SIGKILL");
    });
    const read: string[] = [];
    shell.stdout.on("data", (part: Buffer) => read.push(part.toString()));
    // Nobody reads before it has logged everything.
    const [said] = (await once(shell.stderr, "data")) as [Buffer];
    expect(said.toString()).toBe("logged\n");
    expect(read).toEqual([]);
    writeFileSync(mark, "");
    await once(shell, "close");
    const events = read
      .join("")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; lines?: number });
    const came = events.filter(({ event }) => event === "line").length;
    const lost = events.filter(({ event }) => event === "log_lost").reduce((sum, { lines = 0 }) => sum + lines, 0);
    expect(came).toBeGreaterThan(1_000);
    expect(lost).toBeGreaterThan(1_000);
    expect(came + lost).toBe(LINES);
    expect(events.at(-1)?.event).toBe("last");
  }, 30_000);

  it("are bounded in memory, whole, in order, and none is written twice", () => {
    let room = 0;
    const taken: Buffer[] = [];
    const waits: Array<() => void> = [];
    const sink = {
      write: (bytes: Uint8Array) => {
        const part = bytes.subarray(0, room);
        room -= part.length;
        if (part.length > 0) taken.push(Buffer.from(part));
        return part.length;
      },
    };
    const timer = { after: (_: number, work: () => void) => (waits.push(work), () => undefined) };
    const { log } = logPipe(sink, { clock: manualClock(0), timer });
    for (let line = 0; line < 20_000; line += 1) log("line", { line });
    expect(waits).toHaveLength(1);
    while (waits.length > 0) {
      room = 70_001;
      waits.shift()?.();
    }
    const lines = Buffer.concat(taken)
      .toString()
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { event: string; line?: number; lines?: number });
    const lost = lines.at(-1);
    expect(lines.slice(0, -1).map(({ line }) => line)).toEqual(lines.slice(0, -1).map((_, index) => index));
    expect([lost?.event, (lost?.lines ?? 0) + lines.length - 1]).toEqual(["log_lost", 20_000]);
    expect(Buffer.concat(taken).length).toBeLessThan(1_100_000);
  });

  it("end with their reader: where nobody will ever read, they are dropped and nothing breaks", () => {
    const sink = {
      write: () => {
        throw Object.assign(new Error("broken pipe"), { code: "EPIPE" });
      },
    };
    const { log } = logPipe(sink, { clock: manualClock(0), timer: { after: () => () => undefined } });
    expect(() => log("line", {})).not.toThrow();
  });
});
