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

/** A key by its id; undefined where there is none. */
export async function findKeyView(store: Store, id: string): Promise<KeyView | undefined> {
  const [row] = await store.read<KeyRow>({
    sql: `select id, name, scopes, created_at, expires_at, revoked_at, last_used_at from api_keys where id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : keyView(row);
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
