import { MINUTE_MS } from "#kernel/clock.ts";
import type { AccessDeps } from "./access-deps.ts";
import { isKeySecret, type KeyParts } from "./api-key.ts";

export type FoundKey = { readonly id: string; readonly scopes: readonly string[] };

type KeyRow = {
  secret_hash: string;
  scopes: string;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
};

/** How old `last_used_at` may grow: exact enough to find keys that nobody needs, and no write for each request. */
const LAST_USED_STEP_MS = 10 * MINUTE_MS;

/**
 * The key that a text names, if its secret is right and it is neither revoked nor expired. The row is read each time, so a
 * revoked key ends with its next use.
 */
export async function findKey(deps: AccessDeps, parts: KeyParts): Promise<FoundKey | undefined> {
  const now = deps.clock.now();
  const [row] = await deps.store.read<KeyRow>({
    sql: "select secret_hash, scopes, expires_at, revoked_at, last_used_at from api_keys where id = ?",
    params: [parts.id],
  });
  const isRight = isKeySecret(deps.secret, parts.secret, row?.secret_hash);
  if (row === undefined || !isRight || row.revoked_at !== null) return undefined;
  if (row.expires_at !== null && row.expires_at <= now) return undefined;
  if (row.last_used_at === null || row.last_used_at <= now - LAST_USED_STEP_MS) {
    await deps.store.write([
      {
        sql: "update api_keys set last_used_at = max(coalesce(last_used_at, 0), ?) where id = ?",
        params: [now, parts.id],
      },
    ]);
  }
  return { id: parts.id, scopes: JSON.parse(row.scopes) as string[] };
}
