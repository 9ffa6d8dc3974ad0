import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** The folders that the project's own words stand in; what tools leave behind is not among them. */
const folders = ["src", "templates", "channels", "content", "tracking", "tests", "bench", "docs", ".ci"];

const isBuilt = (path: string) => /(^|\/)(node_modules|\.wrangler|dist)\//.test(path);

/** Paths, from the repository's root, of every file in the folders and beside them. */
export function listTree(): readonly string[] {
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  const beside = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  return [...inside, ...beside.map(({ name }) => name)].filter((path) => !isBuilt(path)).sort();
}

export function readTree(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export const isCode = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
/** Code that runs in tests alone: suites, worlds, fixtures, pictures of pages. */
export const isForTests = (path: string): boolean =>
  isTest(path) || /\.(contract|fixture)\.tsx?$/.test(path) || /^(tests|bench|docs)\//.test(path);
