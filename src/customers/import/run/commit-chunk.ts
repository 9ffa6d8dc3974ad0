import { createHash } from "node:crypto";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { quarantineStatements } from "#customers/import/codes/quarantine-statements.ts";
import { settleNameDebts } from "#customers/import/debts/settle-debts.ts";
import type { ImportDeps, Pace } from "./import-deps.ts";
import type { ImportRow } from "./import-row.ts";
import { positionStatement, totalsStatement } from "./position-statement.ts";
import type { Chunk } from "./read-chunk.ts";
import { countReasons } from "./reasons.ts";
import { type Reject, rejectStatements } from "./reject-statements.ts";
import type { ChunkPlan, TargetWriter } from "./target-writer.ts";

export type CommitChunk<Item> = {
  readonly deps: ImportDeps;
  readonly row: ImportRow;
  readonly header: readonly string[] | undefined;
  readonly writer: TargetWriter<Item>;
  readonly pace: Pace;
};

/** Where a run stands between its chunks. */
export type Standing = {
  read: number;
  rejected: number;
  reasons: Readonly<Record<string, number>>;
  /** The last chunk met somebody who was known: the next one will too. */
  isCareful: boolean;
  /** Customers whose names were put off. */
  unnamed: number;
};

export function standingOf(row: ImportRow): Standing {
  return { read: row.read, rejected: row.totals.rejected, reasons: row.reasons, isCareful: false, unnamed: 0 };
}

/**
 * Writes a chunk in one batch. It is first taken for new, which needs no look at what is there; where a unique index says
 * otherwise, the batch was as if it had never been, and the chunk is written in the careful way.
 */
export async function commitChunk<Item>(
  commit: CommitChunk<Item>,
  standing: Standing,
  chunk: Chunk<Item>,
): Promise<Result<undefined, Problem>> {
  for (const isCareful of standing.isCareful ? [true] : [false, true]) {
    if (isCareful || commit.writer.asksForNames?.(chunk.items) === true) await settleNames(commit, standing);
    const plan = await planChunk(commit, chunk, isCareful);
    const written = await tryWrite(commit, { standing, chunk, plan });
    if (written === undefined) continue;
    standing.isCareful = isCareful && !written.wereAllNew;
    if (standing.unnamed >= (commit.pace.putsOff?.namesAtOnce ?? 1)) await settleNames(commit, standing);
    return ok(undefined);
  }
  return err(problem("conflict", "Somebody else is running this import, or ended it."));
}

async function planChunk<Item>(
  { row, writer, pace, deps }: CommitChunk<Item>,
  chunk: Chunk<Item>,
  isCareful: boolean,
): Promise<ChunkPlan> {
  if (chunk.items.length === 0) return EMPTY;
  await deps.breathe?.();
  return writer.plan(chunk.items, {
    importId: row.id,
    receivedAt: row.createdAt,
    perPiece: pace.perPiece,
    isCareful,
    putsNamesOff: pace.putsOff !== undefined,
  });
}

async function settleNames(
  { deps, pace }: Pick<CommitChunk<unknown>, "deps" | "pace">,
  standing: Standing,
): Promise<void> {
  if (pace.putsOff === undefined) return;
  await settleNameDebts({ store: deps.store, atOnce: pace.putsOff.namesAtOnce });
  standing.unnamed = 0;
}

const EMPTY: ChunkPlan = { statements: [], totals: {}, counted: 0, chunkNumbers: [], rejects: [] };

type Attempt<Item> = { readonly standing: Standing; readonly chunk: Chunk<Item>; readonly plan: ChunkPlan };

/** undefined where a constraint refused the batch. */
async function tryWrite<Item>(
  commit: CommitChunk<Item>,
  { standing, chunk, plan }: Attempt<Item>,
): Promise<{ readonly wereAllNew: boolean } | undefined> {
  const { deps, row, header } = commit;
  const rejects = withLate(chunk, plan);
  const reasons = countReasons(standing.reasons);
  for (const { faults } of rejects) reasons.add(faults);
  const position = {
    importId: row.id,
    from: standing.read,
    to: standing.read + chunk.count,
    lastDigest: digestOf(header, chunk.last),
    bytesRead: chunk.bytesRead,
    reasons: reasons.toJSON(),
    header,
  };
  const known = { rejected: rejects.length, skipped: chunk.skipped, quarantined: chunk.waiting.length };
  try {
    const results = await deps.store.write([
      ...plan.statements,
      ...rejectStatements(deps.secret, row.id, { rejects, keptBefore: standing.rejected }),
      ...quarantineStatements(deps.secret, {
        importId: row.id,
        mapping: row.mapping,
        header,
        receivedAt: row.createdAt,
        waiting: chunk.waiting,
        isChunk: true,
      }),
      positionStatement(position),
      totalsStatement(row.id, known, plan),
      {
        sql: "select sum(created) as created from import_chunks where import_id = ? and no in (select value from json_each(?))",
        params: [row.id, JSON.stringify(plan.chunkNumbers)],
      },
    ]);
    standing.read = position.to;
    standing.rejected += rejects.length;
    standing.reasons = position.reasons;
    standing.unnamed += plan.counted;
    return { wereAllNew: results.at(-1)?.[0]?.["created"] === plan.counted };
  } catch (cause) {
    if (cause instanceof Error && /constraint failed/i.test(cause.message)) return undefined;
    throw cause;
  }
}

/** Records that only the store could refuse, in their places among the others. */
function withLate<Item>(chunk: Chunk<Item>, { rejects }: ChunkPlan): readonly Reject[] {
  if (rejects.length === 0) return chunk.rejects;
  const byNumber = new Map(chunk.records.map((record) => [record.number, record]));
  const late = rejects.flatMap(({ number, fault }) => {
    const record = byNumber.get(number);
    return record === undefined ? [] : [{ record, faults: [fault] }];
  });
  return [...chunk.rejects, ...late].sort((left, right) => left.record.number - right.record.number);
}

/** What a resumed run compares: the header and the record at which the last one stood. */
export function digestOf(header: readonly string[] | undefined, record: RawRecord | undefined): string {
  return createHash("sha256")
    .update(JSON.stringify([header, record?.line, record?.raw]))
    .digest("base64url");
}
