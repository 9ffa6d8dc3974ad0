import { bytesOf } from "#customers/personal-data/personal-table.ts";
import type { Fault } from "#kernel/problem.ts";
import type { Query } from "#store/store.ts";
import { compileFor } from "#customers/import/run/compile-for.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { totalsStatement } from "#customers/import/run/position-statement.ts";
import { rejectStatements } from "#customers/import/run/reject-statements.ts";
import { takeRecords } from "#customers/import/run/take-records.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import { openFields } from "./quarantine-statements.ts";

type WaitingRow = {
  id: number;
  vocabulary: string;
  code: string;
  import_id: string;
  record: number;
  mapping: string;
  received_at: number;
  fields: unknown;
};

const AT_ONCE = 200;

/**
 * Takes in what waited for codes that are declared by now. A record that names another unknown code waits on for that one; a
 * record that turns out to be no fact is rejected, with its import's others. Gives how many were settled.
 */
export async function releaseRecords(deps: ImportDeps): Promise<number> {
  let released = 0;
  for (;;) {
    const rows = await deps.store.read<WaitingRow>({
      sql: `select waiting.id, waiting.vocabulary, waiting.code, import_id, record, mapping, received_at, fields
        from reference_codes as declared cross join quarantined_records as waiting
          on waiting.vocabulary = declared.vocabulary and waiting.code = declared.code
        order by waiting.id limit ${AT_ONCE}`,
      params: [],
    });
    if (rows.length === 0) return released;
    for (const group of grouped(deps, rows)) await releaseGroup(deps, group);
    released += rows.length;
    await deps.breathe?.();
  }
}

type Group = {
  readonly importId: string;
  readonly mapping: Mapping;
  readonly header: readonly string[] | undefined;
  readonly receivedAt: number;
  readonly ids: number[];
  readonly records: RawRecord[];
};

/** Records of one import under one header go together; those that came by themselves go one by one. */
function grouped({ secret }: ImportDeps, rows: readonly WaitingRow[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { vocabulary, code, import_id: importId, record: number } = row;
    const kept = openFields(secret, { vocabulary, code, importId, number }, bytesOf(row.fields));
    if (kept === undefined) throw new Error("A record in quarantine does not open.");
    const { header, fields, line } = kept;
    const key = JSON.stringify([importId, header]);
    const group = groups.get(key) ?? {
      importId,
      mapping: JSON.parse(row.mapping) as Mapping,
      header,
      receivedAt: row.received_at,
      ids: [],
      records: [],
    };
    group.ids.push(row.id);
    group.records.push({ number, line, fields, raw: "" });
    groups.set(key, group);
  }
  return groups.values();
}

async function releaseGroup(deps: ImportDeps, group: Group): Promise<void> {
  const { mapping, header, receivedAt, importId, ids } = group;
  const gone: Query = {
    sql: "delete from quarantined_records where id in (select value from json_each(?))",
    params: [JSON.stringify(ids)],
  };
  const target = await compileFor(deps, mapping, { header, statedAt: receivedAt });
  if ("faults" in target) {
    await rejectGroup(deps, group, { gone, faults: target.faults });
    return;
  }
  await takeRecords({
    deps,
    target,
    ...group,
    // The import's totals go on adding up to what was read.
    also: (known, plan) => [
      gone,
      totalsStatement(importId, { ...known, quarantined: (known.quarantined ?? 0) - ids.length }, plan),
    ],
  });
}

/** The mapping does not fit any more: an attribute of it is gone. */
async function rejectGroup(
  { store, secret }: ImportDeps,
  { importId, ids, records }: Group,
  { gone, faults }: { readonly gone: Query; readonly faults: readonly Fault[] },
): Promise<void> {
  const reasons = faults.map(({ pointer, message }) => ({ column: pointer, reason: message }));
  const rejects = records.map((record) => ({ record, faults: reasons }));
  const settled = { rejected: ids.length, quarantined: -ids.length };
  await store.write([
    gone,
    ...rejectStatements(secret, importId, { rejects, keptBefore: 0 }),
    totalsStatement(importId, settled, { totals: {}, counted: 0, chunkNumbers: [] }),
  ]);
}
