import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
const FILE = join(root, "../shared/data/online_retail/online_retail_to_2011-08-31.csv.gz");

/**
 * Two weeks of the whole ring on real purchases: docs/real-online-retail.md tells what is real and what is simulated. Runs in a
 * process of its own, whose clock is moved to the data's season.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(FILE))
    return { skipped: `The data are not here: ${FILE} (UCI Online Retail, up to 31 August 2011).` };
  const folder = mkdtempSync(join(tmpdir(), "online-retail-"));
  try {
    const clock = pathToFileURL(join(import.meta.dirname, "moved-clock.ts")).href;
    const child = join(import.meta.dirname, "retail-child.ts");
    const flags = ["--import", "tsx", "--import", clock, child, FILE, folder];
    const output = execFileSync(process.execPath, flags, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
