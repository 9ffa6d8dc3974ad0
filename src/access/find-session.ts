import type { OperatorSession } from "./authorize.ts";
import { type Auth, sessionCookieName } from "./create-auth.ts";

/**
 * The operator's session of a request, read from the database each time: revoked is gone. A request without our cookie never
 * loads the library.
 */
export async function findSession(
  deps: { readonly auth: () => Promise<Auth>; readonly publicUrl: string },
  request: Request,
): Promise<OperatorSession | undefined> {
  const cookies = request.headers.get("cookie") ?? "";
  if (!cookies.includes(`${sessionCookieName(deps.publicUrl)}=`)) return undefined;
  const auth = await deps.auth();
  const found = await auth.findSession(request);
  return found === undefined ? undefined : { operatorId: found.userId, role: found.role };
}
