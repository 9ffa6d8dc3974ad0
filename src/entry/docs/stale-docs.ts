import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names of generated files that are missing, say something else than they should, or that nothing makes any more. */
export function staleDocs(folder: string, wanted: ReadonlyMap<string, string>): readonly string[] {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const changed = [...wanted].filter(
    ([name, text]) => !present.includes(name) || readFileSync(join(folder, name), "utf8") !== text,
  );
  return [...changed.map(([name]) => name), ...present.filter((name) => !wanted.has(name))].sort();
}
