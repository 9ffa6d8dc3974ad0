import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { authPath } from "./create-auth.ts";
import type { SessionCookies, SignInDeps } from "./sign-in.ts";

/** Ends the session on the server and takes the cookie back. */
export async function signOut(
  deps: Pick<SignInDeps, "publicUrl" | "auth">,
  request: Request,
): Promise<Result<SessionCookies, Problem>> {
  const { origin } = new URL(deps.publicUrl);
  if (request.headers.get("origin") !== origin) return err(problem("forbidden", "The form came from another site."));
  const auth = await deps.auth();
  const answer = await auth.handle(
    new Request(`${origin}${authPath}/sign-out`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, cookie: request.headers.get("cookie") ?? "" },
      body: "{}",
    }),
  );
  return ok(answer.headers.getSetCookie());
}
