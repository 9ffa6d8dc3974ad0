import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { releaseRecords } from "#customers/import/codes/release-records.ts";
import { putOffIndexes } from "#customers/import/debts/put-off-indexes.ts";
import { NAMES_AT_ONCE, type SettleDebts, settleDebts } from "#customers/import/debts/settle-debts.ts";
import { withManners } from "#customers/import/debts/with-manners.ts";
import { openDryRun } from "#customers/import/dry/open-dry-run.ts";
import { readBlocks, type ReadFile } from "#customers/import/read/read-blocks.ts";
import { commitChunk, type CommitChunk, digestOf, type Standing, standingOf } from "./commit-chunk.ts";
import { compileFor } from "./compile-for.ts";
import type { ImportDeps, Pace } from "./import-deps.ts";
import type { ImportRow } from "./import-row.ts";
import { type FileEnd, finishImport, refuseImport, startImport } from "./import-states.ts";
import type { OpenTarget } from "./open-target.ts";
import { type Chunk, readChunk } from "./read-chunk.ts";
import { RecordFeed } from "./record-feed.ts";

export type RunImport = {
  readonly deps: ImportDeps;
  readonly importId: string;
  /** The whole file from its beginning, in a resumed run too. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly pace: Pace;
  /** Told after each commit, with the records that are settled. */
  readonly onProgress?: ((read: number) => void) | undefined;
  /** Done after each commit, before the next. */
  readonly afterCommit?: (() => Promise<void>) | undefined;
};

/**
 * Takes a file in. Rows, position, totals and rejects of a chunk are one batch: whenever the process ends, the import stands
 * at the end of some chunk, and a run with the same file goes on there and ends as if nothing had happened. One chunk is read
 * while the one before it is written.
 */
export async function runImport(run: RunImport): Promise<Result<ImportRow, Problem>> {
  const started = await startImport(run.deps, run.importId);
  if (!started.ok || started.value.state !== "running") return started;
  const file = readBlocks(run.source, fileFormOf(started.value));
  try {
    return await takeIn(run, started.value, file);
  } finally {
    await file.blocks.return(undefined);
  }
}

function fileFormOf({ mapping: { form } }: ImportRow) {
  const { kind, encoding, delimiter, quote, header, skipLines, comment } = form;
  return { kind, encoding, csv: { delimiter, quote, hasHeader: header, skipLines, comment } };
}

async function takeIn(run: RunImport, row: ImportRow, file: ReadFile): Promise<Result<ImportRow, Problem>> {
  const { deps, importId } = run;
  const feed = new RecordFeed(file);
  await feed.fill();
  if (feed.fault !== undefined && feed.fault.record <= 1 && file.header() === undefined && row.read === 0) {
    return refuseImport(deps, importId, feed.fault);
  }
  const opened = await compileFor(deps, row.mapping, { header: file.header(), statedAt: row.createdAt });
  if ("faults" in opened) return refuseImport(deps, importId, opened);
  if (row.isDryRun) return takeInDry(run, { row, file, feed });
  const passed = await feed.skip(row.read);
  if (row.read > 0 && digestOf(file.header(), passed) !== row.lastDigest) return stopOtherFile(run);
  const commit = { deps, row, header: file.header(), pace: run.pace, ...opened };
  const write = async () => {
    const written = await writeChunks(run, feed, commit);
    await settleDebts(settling(run));
    return written;
  };
  const written = (await putsOff(run, row)) ? await withManners(deps.store, "appending", write) : await write();
  if (!written.ok) return written;
  // A code may have been declared while the file was read with those of its beginning.
  await releaseRecords(deps);
  return finishImport(deps, importId, endOf(file, feed));
}

function endOf(file: ReadFile, { fault, bytesRead }: RecordFeed): FileEnd {
  return { fault, bytesRead, blankLines: file.blankLines() };
}

/** Does what another import left behind that was killed, and sets aside what this one does better at its end. */
async function putsOff(run: RunImport, row: ImportRow): Promise<boolean> {
  const { pace, deps } = run;
  const mayKeep = pace.putsOff !== undefined && row.mapping.into === "customers";
  await settleDebts({ ...settling(run), ...(mayKeep ? { except: row.id } : {}) });
  const isWorthIt = mayKeep && (row.bytesTotal ?? 0) >= pace.putsOff.indexesFromBytes;
  return isWorthIt && (await putOffIndexes(deps.store, row));
}

function settling({ deps, pace }: RunImport): SettleDebts {
  return { store: deps.store, atOnce: pace.putsOff?.namesAtOnce ?? NAMES_AT_ONCE, breathe: deps.breathe };
}

type Opened = { readonly row: ImportRow; readonly file: ReadFile; readonly feed: RecordFeed };

/** From its beginning, whatever an earlier try had seen, and into a database of its own. */
async function takeInDry(run: RunImport, { row, file, feed }: Opened): Promise<Result<ImportRow, Problem>> {
  const { deps, importId } = run;
  const dry = await openDryRun(deps, row);
  if (dry === undefined) return err(problem("unavailable", "This runtime has no place for a dry run."));
  try {
    const header = file.header();
    const opened = await compileFor(dry.deps, row.mapping, { header, statedAt: row.createdAt });
    if ("faults" in opened) return await refuseImport(deps, importId, opened);
    const fresh: ImportRow = { ...row, read: 0, totals: { ...row.totals, rejected: 0 }, reasons: {} };
    const writer = dry.knowing(opened.writer);
    const commit = { deps: dry.deps, row: fresh, header, pace: run.pace, ...opened, writer };
    const written = await writeChunks({ ...run, afterCommit: dry.report }, feed, commit);
    return written.ok ? await finishImport(deps, importId, endOf(file, feed)) : written;
  } finally {
    await dry.close();
  }
}

async function stopOtherFile({ deps, importId }: RunImport): Promise<Result<ImportRow, Problem>> {
  const fault = { line: 0, record: 0, reason: "This is another file than the one that the import began with." };
  await finishImport(deps, importId, { fault, bytesRead: 0, blankLines: 0 });
  return err(problem("conflict", fault.reason));
}

async function writeChunks(
  run: RunImport,
  feed: RecordFeed,
  commit: CommitChunk<unknown> & OpenTarget,
): Promise<Result<ImportRow, Problem>> {
  const standing = standingOf(commit.row);
  const size = run.pace.perPiece * run.pace.piecesPerBatch;
  let writing: Promise<Result<unknown, Problem>> = Promise.resolve(ok(undefined));
  for (;;) {
    const chunk = await readChunk(feed, commit, { size, breathe: run.deps.breathe });
    const written = await writing;
    if (!written.ok) return written;
    if (chunk.count === 0) break;
    writing = writeOne(run, { commit, standing, chunk });
    // It is awaited with the next turn; until then its failure is nobody's surprise.
    writing.catch(() => undefined);
  }
  return ok(commit.row);
}

async function writeOne(
  run: RunImport,
  {
    commit,
    standing,
    chunk,
  }: { readonly commit: CommitChunk<unknown>; readonly standing: Standing; readonly chunk: Chunk<unknown> },
): Promise<Result<unknown, Problem>> {
  const written = await commitChunk(commit, standing, chunk);
  if (!written.ok) return written;
  await run.afterCommit?.();
  run.onProgress?.(standing.read);
  return written;
}
