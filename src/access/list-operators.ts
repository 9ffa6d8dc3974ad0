import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { OperatorView } from "./api/operator-schema.ts";
import type { PageRequest } from "./queries.ts";

/** Operators by id, newest first: ids begin with their time. Primary key order, no scan. */
export async function listOperators(store: Store, { cursor, limit }: PageRequest): Promise<Page<OperatorView>> {
  const [before] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const rows = await store.read<OperatorView>({
    sql: `select id, name, email, role, created_at as createdAt from user where id < ? order by id desc limit ?`,
    params: [before ?? "~", limit + 1],
  });
  return pageOf(rows, limit, ({ id }) => [id]);
}
