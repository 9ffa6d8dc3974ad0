import { type AuditActor, auditStatement } from "#access/audit.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Fault } from "#kernel/problem.ts";
import type { Statement, Store } from "#store/store.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { FileFault } from "#customers/import/read/file-fault.ts";

export const importStates = ["waiting", "running", "stopped", "refused", "done", "undoing", "undone"] as const;
export type ImportState = (typeof importStates)[number];

/** What became of the records: they add up to `read`. */
export type ImportTotals = {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  readonly rejected: number;
  readonly withheld: number;
  readonly quarantined: number;
  readonly skipped: number;
};

export type ImportFault = FileFault | { readonly faults: readonly Fault[] };

export type ImportRow = {
  readonly id: string;
  readonly mapping: Mapping;
  readonly fileName: string;
  readonly isDryRun: boolean;
  readonly state: ImportState;
  readonly fault: ImportFault | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
  /** Records that are settled. */
  readonly read: number;
  readonly lastDigest: string;
  readonly bytesRead: number;
  readonly bytesTotal: number | undefined;
  readonly totals: ImportTotals;
  /** Lines of the file that held nothing: they are passed over and are no records. */
  readonly blankLines: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** Column names of the file, once a chunk of it is settled. */
  readonly header: readonly string[] | undefined;
};

/** It was read to its end and held not one record: somebody exported nothing, or the wrong thing. */
export function isEmptyImport({ state, read }: Pick<ImportRow, "state" | "read">): boolean {
  return state === "done" && read === 0;
}

export const totalNames = ["created", "changed", "same", "rejected", "withheld", "quarantined", "skipped"] as const;

type RawRow = Record<(typeof totalNames)[number], number> & {
  id: string;
  mapping: string;
  file_name: string;
  is_dry_run: number;
  state: ImportState;
  fault: string | null;
  created_at: number;
  finished_at: number | null;
  records: number;
  last_digest: string;
  bytes_read: number;
  bytes_total: number | null;
  blank_lines: number;
  reasons: string;
  header: string | null;
};

const COLUMNS = `id, mapping, file_name, is_dry_run, state, fault, created_at, finished_at, records, last_digest, bytes_read,
  bytes_total, blank_lines, reasons, header, ${totalNames.join(", ")}`;

function toRow(raw: RawRow): ImportRow {
  return {
    id: raw.id,
    mapping: JSON.parse(raw.mapping) as Mapping,
    fileName: raw.file_name,
    isDryRun: raw.is_dry_run === 1,
    state: raw.state,
    fault: raw.fault === null ? undefined : (JSON.parse(raw.fault) as ImportFault),
    createdAt: raw.created_at,
    finishedAt: raw.finished_at ?? undefined,
    read: raw.records,
    lastDigest: raw.last_digest,
    bytesRead: raw.bytes_read,
    bytesTotal: raw.bytes_total ?? undefined,
    totals: Object.fromEntries(totalNames.map((name) => [name, raw[name]])) as ImportTotals,
    blankLines: raw.blank_lines,
    reasons: JSON.parse(raw.reasons) as Record<string, number>,
    header: raw.header === null ? undefined : (JSON.parse(raw.header) as string[]),
  };
}

export async function findImport(store: Store, id: string): Promise<ImportRow | undefined> {
  const [raw] = await store.read<RawRow>({ sql: `select ${COLUMNS} from imports where id = ?`, params: [id] });
  return raw === undefined ? undefined : toRow(raw);
}

/** Newest first, by imports_by_time. */
export async function listImports(
  store: Store,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ImportRow>> {
  const [at = Number.MAX_SAFE_INTEGER, id = "\uffff"] = (cursor === undefined ? undefined : decodeCursor(cursor)) ?? [];
  const rows = await store.read<RawRow>({
    sql: `select ${COLUMNS} from imports where (created_at, id) < (?, ?) order by created_at desc, id desc limit ?`,
    params: [at, id, limit + 1],
  });
  return pageOf(rows.map(toRow), limit, ({ createdAt, id: last }) => [createdAt, last]);
}

export type NewImport = {
  readonly id: string;
  readonly mapping: Mapping;
  readonly fileName: string;
  readonly isDryRun: boolean;
  readonly bytesTotal: number | undefined;
  readonly at: number;
};

export function newImportStatements(actor: AuditActor, made: NewImport): Statement[] {
  const { id, mapping, fileName, isDryRun, bytesTotal, at } = made;
  return [
    {
      sql: `insert into imports
        (id, mapping, target, file_name, is_dry_run, state, actor_kind, actor_id, created_at, bytes_total)
        values (?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`,
      params: [
        id,
        JSON.stringify(mapping),
        mapping.into,
        fileName,
        isDryRun ? 1 : 0,
        actor.kind,
        actor.id,
        at,
        bytesTotal ?? null,
      ],
    },
    auditStatement({
      at,
      actor,
      action: "create-import",
      subject: { kind: "import", id },
      detail: { mapping: mapping.name, into: mapping.into, isDryRun },
    }),
  ];
}
