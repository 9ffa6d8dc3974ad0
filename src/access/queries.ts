import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { KeyView } from "./api/key-schema.ts";

export type PageRequest = { readonly cursor?: string | undefined; readonly limit: number };

type KeyRow = {
  id: string;
  name: string;
  scopes: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
};

/** Keys by id, newest first: ids begin with their time. Primary key order, no scan. */
export async function listKeys(store: Store, { cursor, limit }: PageRequest): Promise<Page<KeyView>> {
  const [before] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const rows = await store.read<KeyRow>({
    sql: `select id, name, scopes, created_at, expires_at, revoked_at, last_used_at from api_keys
      where id < ? order by id desc limit ?`,
    params: [before ?? "~", limit + 1],
  });
  return pageOf(rows.map(keyView), limit, ({ id }) => [id]);
}

function keyView(row: KeyRow): KeyView {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  };
}

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
};

/** The audit log, newest first; of one subject by `audit_by_subject`, of all by the primary key. */
export async function listAudit(store: Store, { cursor, limit, subject }: AuditRequest): Promise<Page<AuditRow>> {
  const [before] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const of = subject === undefined ? "" : "and subject_kind = ? and subject_id = ?";
  const rows = await store.read<Omit<AuditRow, "detail"> & { detail: string }>({
    sql: `select id, at, actor_kind as actorKind, actor_id as actorId, action, subject_kind as subjectKind,
        subject_id as subjectId, detail
      from audit_log where id < ? ${of} order by id desc limit ?`,
    params: [
      before ?? Number.MAX_SAFE_INTEGER,
      ...(subject === undefined ? [] : [subject.kind, subject.id]),
      limit + 1,
    ],
  });
  const items = rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
  return pageOf(items, limit, ({ id }) => [id]);
}
