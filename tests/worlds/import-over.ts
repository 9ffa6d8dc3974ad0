import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type MappingInput, mappingSchema } from "#customers/import/mapping/mapping.ts";
import { importDepsOf } from "#entry/import-deps-of.ts";
import type { ImportDeps, Pace } from "#customers/import/run/import-deps.ts";
import { findImport, type ImportRow, newImportStatements } from "#customers/import/run/import-row.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { affinityProjector, mergeAffinities } from "#predict/affinity-projector.ts";
import type { Row, Store } from "#store/store.ts";

export const IMPORT_NOW = Date.UTC(2026, 10, 22, 9);

export type ImportWorld = {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly deps: ImportDeps;
  /** Creates an import of a file and runs it, in parts of a few bytes. */
  readonly take: (mapping: MappingInput, file: string | Uint8Array, how?: TakeHow) => Promise<ImportRow>;
  readonly create: (mapping: MappingInput, isDryRun?: boolean) => Promise<string>;
  readonly rows: (sql: string) => Promise<Row[]>;
};

export type TakeHow = {
  readonly pace?: Pace;
  readonly partBytes?: number;
  readonly importId?: string;
  readonly isDryRun?: boolean;
};

const SMALL_PACE: Pace = { perPiece: 3, piecesPerBatch: 2 };

const actor = { kind: "key", id: "key_test" } as const;

/** A world over a database: imports run through the same function as at every door. */
export function importWorldOver(store: Store, openScratch?: ImportDeps["openScratch"]): ImportWorld {
  const clock = manualClock(IMPORT_NOW);
  let serial = 0;
  const customers: CustomerDeps = {
    store,
    clock,
    ids: idsFrom(clock, (count) => {
      serial += 1;
      return Uint8Array.from({ length: count }, (_, index) => (serial >> (index * 5)) & 31);
    }),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    defaultCountry: "GB",
    projectors: [affinityProjector()],
    mergers: [mergeAffinities],
  };
  const deps = importDepsOf(customers, { openScratch });
  const create = async (input: MappingInput, isDryRun = false): Promise<string> => {
    const id = deps.ids.next("imp");
    const made = { id, mapping: mappingSchema.parse(input), fileName: "", isDryRun, bytesTotal: undefined };
    await store.write(newImportStatements(actor, { ...made, at: clock.now() }));
    return id;
  };
  const take = async (input: MappingInput, file: string | Uint8Array, how: TakeHow = {}): Promise<ImportRow> => {
    const importId = how.importId ?? (await create(input, how.isDryRun));
    const source = partsOf(file, how.partBytes ?? 11);
    const result = await runImport({ deps, importId, source, pace: how.pace ?? SMALL_PACE });
    const row = result.ok ? result.value : await findImport(store, importId);
    if (row === undefined) throw new Error("There is no such import.");
    return row;
  };
  return { store, clock, deps, take, create, rows: (sql) => store.read({ sql, params: [] }) };
}

export async function* partsOf(file: string | Uint8Array, partBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === "string" ? Buffer.from(file, "utf8") : file;
  for (let at = 0; at < bytes.byteLength; at += partBytes) yield bytes.subarray(at, at + partBytes);
}
