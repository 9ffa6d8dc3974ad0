import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
const FOLDER = join(root, "../shared/data/complete_journey");

/**
 * A year of a grocer's real households through the public doors alone: docs/real-complete-journey.md tells what each file becomes.
 * Runs in a process of its own, whose clock stands at the end of the data's year.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(FOLDER)) {
    return { skipped: `The data are not here: ${FOLDER} (dunnhumby, The Complete Journey, 75,000 lines of 2017).` };
  }
  const folder = mkdtempSync(join(tmpdir(), "complete-journey-"));
  try {
    const clock = pathToFileURL(join(import.meta.dirname, "moved-clock.ts")).href;
    const child = join(import.meta.dirname, "journey-child.ts");
    const output = execFileSync(process.execPath, ["--import", "tsx", "--import", clock, child, FOLDER, folder], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
