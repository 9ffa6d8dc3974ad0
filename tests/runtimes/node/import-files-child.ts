import { readdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "#entry/cli/commands/import.ts";

/** Runs `jumpstation import` for each file of a folder with the mapping beside it, and says how each ended: <folder> */
const [folder = ""] = process.argv.slice(2);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".csv"))) {
  const mapping = join(folder, file.replace(/\.csv$/, ".json"));
  const status = await command.run([join(folder, file), "--mapping", mapping, "--json"]);
  process.stdout.write(`${JSON.stringify({ file, status })}\n`);
}
process.exit(0);
