import type { Store } from "#store/store.ts";
import { findAttributes } from "#customers/attributes.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import type { ImportDeps, Scratch } from "#customers/import/run/import-deps.ts";
import { type ImportRow, newImportStatements, totalNames } from "#customers/import/run/import-row.ts";
import type { TargetWriter } from "#customers/import/run/target-writer.ts";
import { copyKnown } from "./copy-known.ts";

/** Ids of a dry run's own customers begin so far above the real ones that these may be copied beside them. */
const FAR = 1_000_000_000;

export type DryRun = {
  /** What the import runs with in place of the real ones. */
  readonly deps: ImportDeps;
  /** A writer that sees what the real database knows about the records at hand. */
  readonly knowing: <Item>(writer: TargetWriter<Item>) => TargetWriter<Item>;
  /** Tells the real import how far it is. */
  readonly report: () => Promise<void>;
  close(): Promise<void>;
};

/**
 * The same run against a database of its own, so that its totals are those of the real run: it meets the same statements, the
 * same rows and the same order. Nothing of it is ever written into the real one but position, totals and rejects.
 */
export async function openDryRun(deps: ImportDeps, row: ImportRow): Promise<DryRun | undefined> {
  const scratch = await deps.openScratch?.();
  if (scratch === undefined) return undefined;
  const inner: ImportDeps = {
    ...deps,
    store: scratch.store,
    retractors: [],
    restorers: [],
    projectors: [],
    mergers: [],
  };
  await prepare(deps, scratch, row);
  return {
    deps: inner,
    knowing: (writer) => ({
      ...writer,
      plan: async (items, context) => {
        await copyKnown(deps.store, scratch.store, writer.touches(items));
        return writer.plan(items, context);
      },
    }),
    report: () => report(deps.store, scratch.store, row.id),
    close: () => scratch.close(),
  };
}

async function prepare({ store, clock }: ImportDeps, scratch: Scratch, row: ImportRow): Promise<void> {
  const to = { store: scratch.store, clock };
  const actor = { kind: "system", id: "dry-run" } as const;
  for (const input of (await findAttributes(store)).values()) await declareAttribute({ deps: to, actor, input });
  const codes = await store.read({
    sql: "select vocabulary, code, meaning, updated_at from reference_codes",
    params: [],
  });
  await scratch.store.write([
    ...newImportStatements(actor, { ...row, at: row.createdAt }),
    { sql: "update imports set state = 'running' where id = ?", params: [row.id] },
    ...["customers", "accounts", "households"].map((table) => ({
      sql: "insert into sqlite_sequence (name, seq) values (?, ?)",
      params: [table, FAR],
    })),
    {
      sql: `insert into reference_codes (vocabulary, code, meaning, updated_at)
        select item.value ->> 0, item.value ->> 1, item.value ->> 2, item.value ->> 3 from json_each(?) as item`,
      params: [
        JSON.stringify(codes.map((code) => [code["vocabulary"], code["code"], code["meaning"], code["updated_at"]])),
      ],
    },
  ]);
  // A dry run that was cut off begins anew: what it had seen is gone.
  const zero = ["records", "bytes_read", ...totalNames].map((name) => `${name} = 0`);
  await store.write([
    { sql: `update imports set ${zero.join(", ")}, reasons = '{}' where id = ?`, params: [row.id] },
    { sql: "delete from import_rejects where import_id = ?", params: [row.id] },
  ]);
}

const REPORTED = ["records", "last_digest", "bytes_read", "reasons", "header", ...totalNames];

async function report(store: Store, scratch: Store, importId: string): Promise<void> {
  const [seen] = await scratch.read({
    sql: `select ${REPORTED.join(", ")} from imports where id = ?`,
    params: [importId],
  });
  const rejects = await scratch.read({
    sql: "select import_id, no, count, hex(rows) as rows from import_rejects where import_id = ?",
    params: [importId],
  });
  await store.write([
    {
      sql: `update imports set ${REPORTED.map((name) => `${name} = ?`).join(", ")} where id = ?`,
      params: [...REPORTED.map((name) => seen?.[name] ?? null), importId],
    },
    {
      sql: `insert into import_rejects (import_id, no, count, rows)
        select item.value ->> 0, item.value ->> 1, item.value ->> 2, unhex(item.value ->> 3) from json_each(?) as item`,
      params: [JSON.stringify(rejects.map((each) => [each["import_id"], each["no"], each["count"], each["rows"]]))],
    },
  ]);
  await scratch.write([{ sql: "delete from import_rejects where import_id = ?", params: [importId] }]);
}
