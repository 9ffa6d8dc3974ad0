import { MINUTE_MS } from "#kernel/clock.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { OperatorSession } from "./authorize.ts";
import { type LazyAuth, sessionCookieName } from "./create-auth.ts";

/**
 * A session that nobody uses for so long is over: an unlocked desk must not stay a way to customers' records for the rest of
 * the day. NIST SP 800-63B-3 §4.2.3 asks for 30 minutes where personal data is at stake. The library's own way (`expiresIn`
 * slid on by `updateAge`) knows one end alone: a session in use would then never reach the 12 hours after which it ends too.
 */
export const SESSION_IDLE_MS = 30 * MINUTE_MS;

/** How exactly the last use is kept: a page of six forms is one write, not six. */
const USED_STEP_MS = MINUTE_MS;

type SessionDeps = Pick<AccessDeps, "store" | "clock"> & { readonly auth: LazyAuth; readonly publicUrl: string };

/**
 * The operator's session of a request, read from the database each time: revoked is gone. A request without our cookie never
 * loads the library.
 */
export async function findSession(deps: SessionDeps, request: Request): Promise<OperatorSession | undefined> {
  if (!hasSessionCookie(request, deps.publicUrl)) return undefined;
  const auth = await deps.auth();
  const found = await auth.findSession(request);
  if (found === undefined) return undefined;
  const now = deps.clock.now();
  const idleMs = now - found.usedAt;
  if (idleMs >= SESSION_IDLE_MS) {
    await deps.store.write([{ sql: "delete from session where id = ?", params: [found.id] }]);
    return undefined;
  }
  if (idleMs >= USED_STEP_MS) {
    await deps.store.write([
      { sql: "update session set updated_at = max(updated_at, ?) where id = ?", params: [now, found.id] },
    ]);
  }
  return { operatorId: found.userId, role: found.role };
}

/** True where a request carries a session, be it over or not. */
export function hasSessionCookie(request: Request, publicUrl: string): boolean {
  return (request.headers.get("cookie") ?? "").includes(`${sessionCookieName(publicUrl)}=`);
}
