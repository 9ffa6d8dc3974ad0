import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AuthorizeDeps } from "./authorize.ts";
import { type Auth, authPath } from "./create-auth.ts";

export type SignInDeps = Pick<AuthorizeDeps, "publicUrl" | "failures" | "addressOf"> & {
  readonly auth: () => Promise<Auth>;
};

/** Set-Cookie lines for the answer to the browser. */
export type SessionCookies = readonly string[];

/**
 * Begins a session with a new id. The answer for an unknown address and for a wrong password is one and the same, and takes
 * as long. Tries are limited by address and by account.
 */
export async function signIn(
  deps: SignInDeps,
  request: Request,
  input: { readonly email: string; readonly password: string },
): Promise<Result<SessionCookies, Problem>> {
  const { origin } = new URL(deps.publicUrl);
  if (request.headers.get("origin") !== origin) return err(problem("forbidden", "The form came from another site."));
  const subjects = [`sign-in ${deps.addressOf(request)}`, `account ${input.email.trim().toLowerCase().slice(0, 254)}`];
  const blocked = Math.max(...subjects.map((subject) => deps.failures.blockedForSeconds(subject) ?? 0));
  if (blocked > 0) return err({ code: "too_many_requests", retryAfterSeconds: blocked });
  const auth = await deps.auth();
  const answer = await auth.handle(
    new Request(`${origin}${authPath}/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email: input.email.trim(), password: input.password }),
    }),
  );
  if (answer.ok) return ok(answer.headers.getSetCookie());
  for (const subject of subjects) deps.failures.record(subject);
  return err(problem("unauthenticated", "The address or the password is wrong."));
}
