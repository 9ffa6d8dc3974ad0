import type { Store } from "#store/store.ts";

export type FormVersion = {
  readonly version: number;
  readonly createdAt: number;
  readonly definition: string;
};

const MOST = 200;

/** What a form asked, newest version first; by the primary key. */
export async function listVersions(store: Pick<Store, "read">, code: string): Promise<readonly FormVersion[]> {
  return store.read<FormVersion>({
    sql: `select version, created_at as createdAt, definition from form_versions where form_code = ?
      order by version desc limit ${MOST}`,
    params: [code],
  });
}
