import { MINUTE_MS } from "#kernel/clock.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Query, SqlValue, Store } from "#store/store.ts";
import type { PageRequest } from "./queries.ts";

export type AuditRow = {
  readonly id: number;
  readonly at: number;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail: Record<string, unknown>;
};

export type AuditRequest = PageRequest & {
  readonly subject?: { readonly kind: string; readonly id: string } | undefined;
  readonly actor?: { readonly kind: string; readonly id?: string | undefined } | undefined;
  readonly action?: string | undefined;
  /** Epoch ms: only what was done before it. */
  readonly before?: number | undefined;
};

/**
 * The audit log, newest first: each page is one range of an index. Of one subject by `audit_by_subject`, of one actor by
 * `audit_by_actor`, of a kind of them by `audit_by_actor_kind`, of one action by `audit_by_action`, else down the primary key.
 * Where several are asked for, one of these gives the rows and the others are looked for among them.
 */
export async function listAudit(store: Store, request: AuditRequest): Promise<Page<AuditRow>> {
  const { cursor, limit, before } = request;
  const [from] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const end = typeof from === "number" ? from : await endOf(store, before);
  const rows = await store.read<Omit<AuditRow, "detail"> & { detail: string }>(auditQuery(request, end));
  const items = rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
  return pageOf(items, limit, ({ id }) => [id]);
}

/** Rows below an id, and one more than the page has. */
export function auditQuery({ limit, subject, actor, action, before }: AuditRequest, end: number): Query {
  const filters: ReadonlyArray<readonly [condition: string, value: SqlValue | undefined]> = [
    ["subject_kind = ?", subject?.kind],
    ["subject_id = ?", subject?.id],
    ["actor_kind = ?", actor?.kind],
    ["actor_id = ?", actor?.id],
    ["action = ?", action],
    ["at < ?", before],
  ];
  const asked = filters.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  return {
    sql: `select id, at, actor_kind as actorKind, actor_id as actorId, action, subject_kind as subjectKind,
        subject_id as subjectId, detail
      from audit_log where id < ? ${asked.map(({ condition }) => `and ${condition} `).join("")}
      order by id desc limit ?`,
    params: [end, ...asked.map(({ value }) => value), limit + 1],
  };
}

/** Changes are told in the order in which they were committed, and by the time at which they began: the two differ by less. */
const MAX_DISORDER_MS = MINUTE_MS;

/**
 * The id below which everything lies that was done before an instant, and little else. Ids grow with time, so it is found by
 * halving, in as many look-ups by primary key as the number of rows has binary digits.
 */
async function endOf(store: Store, before: number | undefined): Promise<number> {
  const last = "select coalesce(max(id), 0) + 1 as id from audit_log";
  const latestAt = "(select at from audit_log where id <= (low + high) / 2 order by id desc limit 1)";
  const [row] = await store.read<{ id: number }>(
    before === undefined
      ? { sql: last, params: [] }
      : {
          sql: `with recursive halves(low, high) as (
              select 0, id from (${last})
              union all
              select iif(coalesce(${latestAt}, 0) < ?1, (low + high) / 2, low),
                iif(coalesce(${latestAt}, 0) < ?1, high, (low + high) / 2)
              from halves where high - low > 1
            ) select min(high) as id from halves`,
          params: [before + MAX_DISORDER_MS],
        },
  );
  return row?.id ?? 1;
}
