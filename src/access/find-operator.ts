import type { Store } from "#store/store.ts";
import type { OperatorView } from "./api/operator-schema.ts";

/** An operator by her id; undefined where there is none. */
export async function findOperator(store: Store, id: string): Promise<OperatorView | undefined> {
  const [row] = await store.read<OperatorView>({
    sql: "select id, name, email, role, created_at as createdAt from user where id = ?",
    params: [id],
  });
  return row;
}
