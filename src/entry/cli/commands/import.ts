import { once } from "node:events";
import { createReadStream, createWriteStream, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { mappingSchema, type Mapping } from "#customers/import/mapping/mapping.ts";
import { iterate } from "#customers/import/read/unpack.ts";
import { createImport } from "#customers/import/run/create-import.ts";
import { type ImportDeps, LONE_PACE, REMOTE_PACE } from "#customers/import/run/import-deps.ts";
import type { ImportRow } from "#customers/import/run/import-row.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { openDatabase } from "#entry/cli/open-database.ts";
import { openScratch } from "#entry/node/open-scratch.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { faultsOf } from "#web/respond.ts";
import type { Command } from "./command.ts";
import { describeImport } from "./describe-import.ts";

const usage = `jumpstation import <file> --mapping <mapping.json>
jumpstation import <file> --resume <import id>

  --mapping <file>   how the file becomes facts (docs/import.md)
  --resume <id>      go on with an import that did not end, with the same file
  --dry-run          read and check everything, write nothing
  --rejects <file>   write what was rejected, as CSV that can be mended and imported again
  --json             say the result as one line of JSON

The database and keys come from the environment, as for npm start.`;

const options = {
  mapping: { type: "string" },
  resume: { type: "string" },
  rejects: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const command: Command = { summary: "Take a file in.", usage, run };

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || (values.mapping === undefined) === (values.resume === undefined)) {
    console.error(usage);
    return 2;
  }
  const mapping = values.mapping === undefined ? ok(undefined) : readMapping(values.mapping);
  if (!mapping.ok) return fail(mapping.error);
  const database = await openDatabase(process.env);
  if (!database.ok) return fail(database.error);
  try {
    const deps = importDepsOf(database.value.customers, { openScratch });
    const isAlone = database.value.config.DATABASE_URL.startsWith("file:");
    const asked = { file, mapping: mapping.value, resume: values.resume, isDryRun: values["dry-run"], isAlone };
    return await takeIn(deps, asked, { isJson: values.json, rejects: values.rejects });
  } finally {
    await database.value.close();
  }
}

type Asked = {
  readonly file: string;
  readonly mapping: Mapping | undefined;
  readonly resume: string | undefined;
  readonly isDryRun: boolean;
  /** The database is a file that this process holds; a server may have others at its door. */
  readonly isAlone: boolean;
};

type Answering = { readonly isJson: boolean; readonly rejects: string | undefined };

async function takeIn(deps: ImportDeps, asked: Asked, { isJson, rejects }: Answering): Promise<number> {
  const { file, mapping, resume, isDryRun, isAlone } = asked;
  const bytesTotal = statSync(file).size;
  const actor = { kind: "system", id: "command-line" } as const;
  const input = { mapping, fileName: basename(file), isDryRun, bytesTotal };
  const importId =
    mapping === undefined ? resume : (await createImport({ deps, actor, input: { ...input, mapping } })).id;
  if (importId === undefined) return fail(usage);
  if (!isJson) console.log(`Import ${importId}`);
  const startedAt = performance.now();
  const result = await runImport({
    deps,
    importId,
    source: createReadStream(file, { highWaterMark: 65_536 }),
    pace: isAlone ? LONE_PACE : REMOTE_PACE,
    onProgress: isJson ? undefined : progressOf(startedAt),
  });
  if (!result.ok) return fail(result.error.detail ?? result.error.code);
  if (rejects !== undefined) await writeRejects(deps, result.value, rejects);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(isJson ? JSON.stringify(summaryOf(result.value, seconds)) : describeImport(result.value, seconds));
  return result.value.state === "done" ? 0 : 1;
}

/** Readable by this account alone: it holds what the file held. */
async function writeRejects(deps: ImportDeps, row: ImportRow, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  for await (const part of iterate(rejectsCsv(deps, row))) {
    if (!file.write(part)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

function progressOf(startedAt: number): (read: number) => void {
  return (read) => {
    const perSecond = Math.round(read / ((performance.now() - startedAt) / 1_000));
    if (process.stdout.isTTY)
      process.stdout.write(`\r${read.toLocaleString("en")} records, ${perSecond.toLocaleString("en")}/s `);
  };
}

function summaryOf({ id, state, read, totals, blankLines, fault, reasons }: ImportRow, seconds: number) {
  return { id, state, read, ...totals, blankLines, fault, reasons, seconds: Math.round(seconds * 100) / 100 };
}

/** All faults of a mapping at once, each with its place. */
function readMapping(path: string): Result<Mapping, string> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    return err(`${path}: ${cause instanceof Error ? cause.message : "it can't be read"}`);
  }
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err(`${path} is no mapping:\n${lines(parsed.error)}`);
}

function lines(error: z.ZodError): string {
  return faultsOf(error)
    .map(({ pointer, message }) => `- ${pointer === "" ? "(the whole)" : pointer}: ${message}`)
    .join("\n");
}

function fail(words: string): number {
  console.error(words);
  return 1;
}
