import { createReadStream, type Dirent, existsSync, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { findMapping } from "#customers/import/mapping/saved-mappings.ts";
import { createImport } from "#customers/import/run/create-import.ts";
import { type ImportDeps, SERVER_PACE } from "#customers/import/run/import-deps.ts";
import { runImport } from "#customers/import/run/run-import.ts";

export type FileDrop = {
  readonly deps: ImportDeps;
  readonly folder: string;
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};

const ACTOR = { kind: "system", id: "file-drop" } as const;
/** Where a file stands while it is taken in, and afterwards; its name then begins with its import's id. */
const STANDS = ["taking", "done", "failed"] as const;

/**
 * A folder in which other systems put files: `<folder>/<mapping>/<file>`. A file is taken when its size and time are those of
 * the turn before, so that one that is still being written is let be. It is moved before it is read and its new name says its
 * import: after a crash the import goes on.
 */
export function fileDrop({ deps, folder, log }: FileDrop): () => Promise<void> {
  const seen = new Map<string, string>();
  const warn = unclaimedFiles(log);
  return async () => {
    warn("", existsSync(folder) ? filesIn(folder).length : 0);
    for (const { name: mapping } of foldersIn(folder)) {
      const isKnown = (await findMapping(deps.store, mapping)) !== undefined;
      warn(mapping, isKnown ? 0 : filesIn(join(folder, mapping)).length);
      if (!isKnown) continue;
      const stands = join(folder, mapping);
      for (const stand of STANDS) mkdirSync(join(stands, `.${stand}`), { recursive: true });
      for (const file of filesIn(join(stands, ".taking"))) await take({ deps, folder, log }, stands, file);
      for (const file of filesIn(stands).filter((each) => isWhole(join(stands, each), seen))) {
        const taken = await begin(deps, { stands, mapping, file });
        if (taken !== undefined) await take({ deps, folder, log }, stands, taken);
      }
    }
  };
}

/** Says once of each folder that its files wait for nobody: it has no mapping's name. "" is the outer folder. */
function unclaimedFiles(log: FileDrop["log"]): (folder: string, files: number) => void {
  const told = new Set<string>();
  return (folder, files) => {
    if (files === 0) told.delete(folder);
    else if (!told.has(folder)) {
      told.add(folder);
      log("files_without_mapping", { folder, files });
    }
  };
}

function foldersIn(folder: string): readonly Dirent[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("."),
  );
}

/** Plain files only: a link may lead anywhere. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^\.|\.(part|tmp)$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

function isWhole(path: string, seen: Map<string, string>): boolean {
  const { size, mtimeMs } = statSync(path);
  const now = `${size} ${mtimeMs}`;
  const before = seen.get(path);
  seen.set(path, now);
  if (before !== now) return false;
  seen.delete(path);
  return true;
}

async function begin(
  deps: ImportDeps,
  at: { readonly stands: string; readonly mapping: string; readonly file: string },
): Promise<string | undefined> {
  const mapping = await findMapping(deps.store, at.mapping);
  if (mapping === undefined) return undefined;
  const path = join(at.stands, at.file);
  const input = { mapping, fileName: at.file.slice(0, 200), isDryRun: false, bytesTotal: statSync(path).size };
  const { id } = await createImport({ deps, actor: ACTOR, input });
  const taken = `${id}~${at.file}`;
  renameSync(path, join(at.stands, ".taking", taken));
  return taken;
}

async function take({ deps, log }: FileDrop, stands: string, file: string): Promise<void> {
  const importId = file.slice(0, file.indexOf("~"));
  const path = join(stands, ".taking", file);
  const source = createReadStream(path, { highWaterMark: 262_144 });
  const result = await runImport({ deps, importId, source, pace: SERVER_PACE });
  const isDone = result.ok && result.value.state === "done";
  renameSync(path, join(stands, isDone ? ".done" : ".failed", file));
  log(isDone ? "file_taken" : "file_failed", { import: importId, read: result.ok ? result.value.read : 0 });
}
