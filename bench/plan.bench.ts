import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { round } from "./kit/measure.ts";
import { planWorld } from "./kit/plan-world.ts";

type Run = { readonly planned: number; readonly seconds: number; readonly cpuSeconds: number; readonly rssMiB: number };

/** One day for a million customers, planned by a fresh process; and for ten thousand, to see that it grows with the number. */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const million = await plan(1_000_000);
  const tenThousand = await plan(10_000);
  return {
    seconds: million.seconds,
    cpuSeconds: million.cpuSeconds,
    rssMiB: million.rssMiB,
    planned: million.planned,
    secondsPerMillionAt10k: round(tenThousand.seconds * 100, 1),
  };
}

async function plan(customers: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "plan-bench-"));
  try {
    const url = `file:${join(folder, "plan.db")}`;
    const store = await planWorld(url, customers);
    await store.close();
    const child = join(import.meta.dirname, "kit/plan-child.ts");
    const output = execFileSync(process.execPath, ["--import", "tsx", child, url], { encoding: "utf8" });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Run;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
