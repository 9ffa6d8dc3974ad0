import type { Statement } from "#store/store.ts";
import {
  type Quarantine,
  quarantineStatements,
  type WaitingRecord,
} from "#customers/import/codes/quarantine-statements.ts";
import { shapeFault } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { ImportTotals } from "./import-row.ts";
import type { OpenTarget } from "./open-target.ts";
import type { CountedPlan } from "./position-statement.ts";
import { type Reject, rejectStatements } from "./reject-statements.ts";
import type { ChunkPlan } from "./target-writer.ts";

export type TakeRecords = Omit<Quarantine, "waiting"> & {
  readonly deps: ImportDeps;
  readonly target: OpenTarget;
  readonly records: readonly RawRecord[];
  /** Stand in the same batch, behind everything. */
  readonly also?: ((known: Partial<ImportTotals>, plan: CountedPlan) => readonly Statement[]) | undefined;
};

export type TakenRecords = { readonly totals: ImportTotals; readonly rejects: readonly Reject[] };

/** A few records through a mapping in one batch, outside of a file: what waited for a code, or what a form or a call sent. */
export async function takeRecords(take: TakeRecords): Promise<TakenRecords> {
  const sorted = sortRecords(take);
  for (let tries = 0; tries < 3; tries += 1) {
    const taken = await tryTake(take, sorted);
    if (taken !== undefined) return taken;
  }
  throw new Error("Others told of the same at the same moment, three times over.");
}

type Sorted = {
  readonly items: readonly unknown[];
  readonly waiting: readonly WaitingRecord[];
  readonly rejects: readonly Reject[];
  readonly skipped: number;
};

function sortRecords({ target: { compiled, writer }, records }: TakeRecords): Sorted {
  const items: unknown[] = [];
  const waiting: WaitingRecord[] = [];
  const rejects: Reject[] = [];
  let skipped = 0;
  for (const record of records) {
    const broken = shapeFault(compiled, record);
    if (broken !== undefined) {
      rejects.push({ record, faults: [broken] });
      continue;
    }
    if (compiled.isSkipped(record.fields)) {
      skipped += 1;
      continue;
    }
    const read = writer.read(record);
    if ("item" in read) items.push(read.item);
    else if ("faults" in read) rejects.push({ record, faults: read.faults });
    else waiting.push(...read.unknown.slice(0, 1).map((unknown) => ({ record, unknown, who: read.who })));
  }
  return { items, waiting, rejects, skipped };
}

const NO_PLAN: ChunkPlan = { statements: [], totals: {}, counted: 0, chunkNumbers: [], rejects: [] };
const ZERO: ImportTotals = { created: 0, changed: 0, same: 0, rejected: 0, withheld: 0, quarantined: 0, skipped: 0 };

/** undefined where a constraint refused the batch: somebody told the same in between. */
async function tryTake(take: TakeRecords, sorted: Sorted): Promise<TakenRecords | undefined> {
  const { target, records, importId, receivedAt } = take;
  const context = { importId, receivedAt, perPiece: records.length, isCareful: true, putsNamesOff: false };
  const plan = sorted.items.length === 0 ? NO_PLAN : await target.writer.plan(sorted.items, context);
  const late = plan.rejects.flatMap(({ number, fault }) =>
    records.filter((record) => record.number === number).map((record) => ({ record, faults: [fault] })),
  );
  const rejects = [...sorted.rejects, ...late];
  const known = { rejected: rejects.length, quarantined: sorted.waiting.length, skipped: sorted.skipped };
  const counted = await writeRecords(take, { plan, rejects, waiting: sorted.waiting, also: take.also?.(known, plan) });
  if (counted === undefined) return undefined;
  const { created, changed, withheld } = counted;
  const fixed = { ...ZERO, ...plan.totals, ...known };
  return {
    rejects,
    totals: {
      ...fixed,
      created: fixed.created + created,
      changed: fixed.changed + changed,
      withheld: fixed.withheld + withheld,
      same: fixed.same + plan.counted - created - changed - withheld,
    },
  };
}

type Counted = Pick<ImportTotals, "created" | "changed" | "withheld">;

type Writing = Pick<Sorted, "waiting" | "rejects"> & {
  readonly plan: ChunkPlan;
  readonly also: readonly Statement[] | undefined;
};

async function writeRecords(
  { deps, importId, mapping, header, receivedAt }: TakeRecords,
  { plan, waiting, rejects, also = [] }: Writing,
): Promise<Counted | undefined> {
  try {
    const results = await deps.store.write([
      ...plan.statements,
      ...quarantineStatements(deps.secret, { importId, mapping, header, receivedAt, waiting }),
      ...rejectStatements(deps.secret, importId, { rejects, keptBefore: 0 }),
      ...also,
      {
        sql: `select coalesce(sum(created), 0) as created, coalesce(sum(changed), 0) as changed,
            coalesce(sum(withheld), 0) as withheld
          from import_chunks where import_id = ? and no in (select value from json_each(?))`,
        params: [importId, JSON.stringify(plan.chunkNumbers)],
      },
    ]);
    return results.at(-1)?.[0] as Counted | undefined;
  } catch (cause) {
    if (cause instanceof Error && /constraint failed/i.test(cause.message)) return undefined;
    throw cause;
  }
}
