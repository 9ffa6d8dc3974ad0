import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./tree.ts";

export type Complaint = { readonly file: string; readonly rule: string; readonly message: string };

type Diagnostic = { readonly filename: string; readonly code?: string; readonly message: string };

/** Runs the project's linter with the project's own configuration in a folder. */
export function lint(folder: string, paths: readonly string[], more: readonly string[] = []): readonly Complaint[] {
  const binary = join(root, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(
    process.execPath,
    [binary, "-c", "oxlint.config.ts", "--deny-warnings", "--format", "json", ...more, ...paths],
    { cwd: folder, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: readonly Diagnostic[] };
  return diagnostics.map(({ filename, code = "", message }) => ({ file: filename, rule: code, message }));
}

/** A folder of the same rooms and rules with nothing in it but the given files, linted as the tree is. */
export function lintPlanted(files: ReadonlyMap<string, string>): readonly Complaint[] {
  const folder = mkdtempSync(join(tmpdir(), "jumpstation-lint-"));
  try {
    for (const name of ["oxlint.config.ts", "house.ts", "tsconfig.json", "package.json"]) {
      cpSync(join(root, name), join(folder, name));
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const [path, text] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return lint(folder, [...files.keys()], ["--type-aware"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
