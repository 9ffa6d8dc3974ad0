import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { mappingName } from "#customers/import/api/import-shapes.ts";
import { referenceCodes } from "#customers/import/codes/reference-codes.ts";
import { putReferenceCodes } from "#customers/import/codes/put-reference-codes.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { openDatabase } from "#entry/cli/open-database.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { faultsOf } from "#web/respond.ts";
import type { Command } from "./command.ts";

const usage = `jumpstation codes <file or folder> …

Declares what reference codes mean. A file is named by its vocabulary, pos-groups.json, and says:

  { "label": "Article groups of the tills", "codes": { "10": "garden" } }

A folder means every such file in it. All files are read before anything is declared. Codes that are not in a file stay;
records that waited for one of them are taken in at once.

The database and keys come from the environment, as for npm start.`;

export const command: Command = { summary: "Declare what reference codes mean.", usage, run };

type Vocabulary = z.output<typeof referenceCodes> & { readonly vocabulary: string };

async function run(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
  if (positionals.length === 0) return fail(usage, 2);
  const read = readVocabularies(positionals);
  if (!read.ok) return fail(read.error);
  const database = await openDatabase(process.env);
  if (!database.ok) return fail(database.error);
  try {
    const deps = importDepsOf(database.value.customers, {});
    const actor = { kind: "system", id: "command-line" } as const;
    for (const input of read.value) {
      const { released } = await putReferenceCodes({ deps, actor, input });
      const waited = released === 0 ? "" : `, ${released} records waited for them`;
      console.log(`${input.vocabulary}: ${Object.keys(input.codes).length} codes${waited}`);
    }
    return 0;
  } finally {
    await database.value.close();
  }
}

function readVocabularies(paths: readonly string[]): Result<readonly Vocabulary[], string> {
  const found: Vocabulary[] = [];
  for (const path of paths) {
    const files = filesOf(path);
    if (!files.ok) return files;
    for (const file of files.value) {
      const read = readVocabulary(file);
      if (!read.ok) return read;
      found.push(read.value);
    }
  }
  return ok(found);
}

function filesOf(path: string): Result<readonly string[], string> {
  try {
    if (!statSync(path).isDirectory()) return ok([path]);
    const files = readdirSync(path).filter((name) => name.endsWith(".json"));
    return files.length === 0
      ? err(`${path}: there is no .json in it`)
      : ok(files.sort().map((name) => join(path, name)));
  } catch (cause) {
    return err(`${path}: ${wordsOf(cause)}`);
  }
}

function readVocabulary(file: string): Result<Vocabulary, string> {
  const name = mappingName.safeParse(basename(file, ".json"));
  if (!name.success) return err(`${file}: a vocabulary's name is kebab-case, at most 60 characters`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    return err(`${file}: ${wordsOf(cause)}`);
  }
  const parsed = referenceCodes.safeParse(json);
  if (parsed.success) return ok({ ...parsed.data, vocabulary: name.data });
  const faults = faultsOf(parsed.error).map(
    ({ pointer, message }) => `- ${pointer === "" ? "(the whole)" : pointer}: ${message}`,
  );
  return err(`${file} is no list of codes:\n${faults.join("\n")}`);
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "it can't be read";
}

function fail(words: string, status = 1): number {
  console.error(words);
  return status;
}
