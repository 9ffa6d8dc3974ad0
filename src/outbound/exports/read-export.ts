import { decodeCursor } from "#kernel/page.ts";
import type { Query, SqlValue, Store } from "#store/store.ts";
import type { ExportColumn } from "./export-column.ts";
import { type ExportKind, exportKinds, type ExportKindName } from "./export-kinds.ts";

export type ExportRequest = {
  readonly kind: ExportKindName;
  /** With the columns that tell more than codes. */
  readonly isPersonal: boolean;
  /** epoch ms, this instant included */
  readonly from?: number | undefined;
  /** epoch ms, this instant excluded */
  readonly until?: number | undefined;
  /** The `cursor` of the last row that arrived: what follows it comes. */
  readonly cursor?: string | undefined;
};

/** A row's cursor, and its values in the order of the columns. */
export type ExportRow = { readonly cursor: string; readonly values: readonly unknown[] };

/** Rows of one read: some 10 ms of the database. */
const PAGE = 2_000;

export function exportColumns({
  kind,
  isPersonal,
}: Pick<ExportRequest, "kind" | "isPersonal">): readonly ExportColumn[] {
  return exportKinds[kind].columns.filter((column) => isPersonal || column.isPersonal !== true);
}

/**
 * Rows in pages, walked by their key: memory stays the same however many there are, and whoever was cut off goes on behind
 * the last row that she has. It is no snapshot: a row that stands from beginning to end comes exactly once, as it was when its
 * page was read; one that comes meanwhile comes if its key is still ahead.
 */
export async function* readExport(
  { store, now }: { readonly store: Pick<Store, "read">; readonly now: number },
  request: ExportRequest,
): AsyncGenerator<readonly ExportRow[]> {
  const kind: ExportKind = exportKinds[request.kind];
  const columns = exportColumns(request);
  let after = request.cursor === undefined ? undefined : decodeCursor(request.cursor);
  for (;;) {
    const [page] = await store.read<PageRow>(pageQuery(kind, columns, { ...request, after }));
    if (page === undefined || page.last === null) return;
    const rows = (JSON.parse(page.rows) as unknown[][]).map((row) => rowOf({ kind, columns, now }, row));
    yield rows.map(({ cursor, values }) => ({ cursor, values }));
    if (page.looked < PAGE) return;
    after = kind.keys.length === 1 ? [page.last] : (rows.at(-1)?.keys ?? []);
  }
}

type PageRow = {
  readonly rows: string;
  readonly looked: number;
  /** The greatest first key that was looked at: how far it came, also where nothing was of the asked time. */
  readonly last: string | number | null;
};

type KeyedRow = ExportRow & { readonly keys: ReadonlyArray<string | number> };
type Shape = { readonly kind: ExportKind; readonly columns: readonly ExportColumn[]; readonly now: number };

function rowOf({ kind, columns, now }: Shape, row: readonly unknown[]): KeyedRow {
  const keys = row.slice(0, kind.keys.length) as Array<string | number>;
  const values = row.slice(kind.keys.length);
  const { compute } = kind;
  return {
    keys,
    cursor: Buffer.from(JSON.stringify(keys), "utf8").toString("base64url"),
    values:
      compute === undefined ? values : values.map((value, index) => compute(columns[index]?.name ?? "", value, now)),
  };
}

type PageOf = Pick<ExportRequest, "from" | "until"> & {
  readonly after: ReadonlyArray<string | number> | undefined;
};

/** The next rows by key, those of the asked time as one JSON text: a row object costs six times as much. */
function pageQuery(kind: ExportKind, columns: readonly ExportColumn[], { after, from, until }: PageOf): Query {
  const names = [...kind.keys.map((_, index) => `k${index}`), ...columns.map((_, index) => `v${index}`)];
  const selected = [...kind.keys, ...columns.map(({ sql }) => sql)].map((sql, index) => `${sql} as ${names[index]}`);
  const conditions = [
    ...(after === undefined ? [] : [`(${kind.keys.join(", ")}) > (${kind.keys.map(() => "?").join(", ")})`]),
    ...(kind.where === undefined ? [] : [kind.where]),
  ];
  const times: Array<readonly [sql: string, value: SqlValue]> = [
    ...(from === undefined ? [] : [["at >= ?", from] as const]),
    ...(until === undefined ? [] : [["at < ?", until] as const]),
  ];
  const cells = columns.map(({ type }, index) => (type === "json" ? `json(v${index})` : `v${index}`));
  const row = `json_array(${[...kind.keys.map((_, index) => `k${index}`), ...cells].join(", ")})`;
  const wanted = times.length === 0 ? "" : `filter (where ${times.map(([sql]) => sql).join(" and ")})`;
  return {
    sql: `select json_group_array(${row}) ${wanted} as rows, count(*) as looked, max(k0) as last from (
        select ${selected.join(", ")}, ${kind.at ?? "0"} as at from ${kind.from}
        ${conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`}
        order by ${kind.keys.join(", ")} limit ${PAGE})`,
    params: [...times.map(([, value]) => value), ...(after ?? [])],
  };
}
