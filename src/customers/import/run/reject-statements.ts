import type { Secret } from "#kernel/secret.ts";
import type { Query, Store } from "#store/store.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import { maskRefused } from "#customers/accounts/mask-refused.ts";
import { seal, unseal } from "#customers/seal.ts";
import type { RowFault } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";

export type Reject = { readonly record: RawRecord; readonly faults: readonly RowFault[] };

/** A rejected record as it comes out again. */
export type RejectedRecord = {
  readonly number: number;
  readonly line: number;
  readonly faults: readonly RowFault[];
  readonly fields: RawRecord["fields"];
  /** What stood there, where it was no JSON and has no fields. */
  readonly text?: string | undefined;
};

/** Rejected records that are kept of one import; the totals go on counting beyond. */
const MAX_KEPT_REJECTS = 100_000;

/** One sealed list for a chunk: the records hold whatever the file held. */
export function rejectStatements(
  secret: Secret,
  importId: string,
  { rejects, keptBefore }: { readonly rejects: readonly Reject[]; readonly keptBefore: number },
): Query[] {
  const kept = rejects.slice(0, Math.max(0, MAX_KEPT_REJECTS - keptBefore));
  const [first] = kept;
  if (first === undefined) return [];
  const no = first.record.number;
  const rows = kept.map(({ record, faults }) => {
    const refused = { reasons: faults.map(({ reason }) => reason) };
    const known = [record.number, record.line, faults, maskRefused(record.fields, refused)];
    return isUnreadJson(record) ? [...known, maskRefused(record.raw, refused)] : known;
  });
  return [
    {
      sql: "insert into import_rejects (import_id, no, count, rows) values (?, ?, ?, ?)",
      params: [importId, no, kept.length, seal(secret, placeOf(importId, no), JSON.stringify(rows))],
    },
  ];
}

function isUnreadJson({ broken, fields }: RawRecord): boolean {
  return broken !== undefined && !Array.isArray(fields);
}

function placeOf(importId: string, no: number) {
  return { table: "import_rejects", key: `${importId}/${no}`, column: "rows" };
}

/** Kept rejects of an import in the order of the file, a list at a time: all, or from the list on that holds record `from`. */
export async function* readRejects(
  { store, secret }: { readonly store: Store; readonly secret: Secret },
  importId: string,
  from = 0,
): AsyncGenerator<readonly RejectedRecord[]> {
  for (let after = (await firstList(store, importId, from)) - 1; ;) {
    const [row] = await store.read<{ no: number; rows: unknown }>({
      sql: "select no, rows from import_rejects where import_id = ? and no > ? order by no limit 1",
      params: [importId, after],
    });
    if (row === undefined) return;
    after = row.no;
    const text = unseal(secret, placeOf(importId, row.no), bytesOf(row.rows));
    if (text === undefined) throw new Error("A list of rejected records does not open.");
    const rows = JSON.parse(text) as Array<[number, number, RowFault[], RawRecord["fields"], string?]>;
    yield rows.map(([number, line, faults, fields, unread]) => ({ number, line, faults, fields, text: unread }));
  }
}

/** By the primary key. */
async function firstList(store: Store, importId: string, from: number): Promise<number> {
  const [row] = await store.read<{ no: number | null }>({
    sql: "select max(no) as no from import_rejects where import_id = ? and no <= ?",
    params: [importId, from],
  });
  return row?.no ?? 0;
}
