import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#web/operation.ts";
import type { AccessDeps } from "./access-deps.ts";
import { parseKey } from "./api-key.ts";
import type { FailureLimit } from "./failure-limit.ts";
import { findKey } from "./find-key.ts";
import { isSameOrigin } from "./same-origin.ts";
import { scopesOfRole } from "./scopes.ts";

/** The operator whose session a request carries. */
export type OperatorSession = { readonly operatorId: string; readonly role: string };

export type AuthorizeDeps = AccessDeps & {
  /** https://… as readers see it: the origin of our own pages. */
  readonly publicUrl: string;
  /** Wrong tries by key id and by address: `failureLimit(clock, 10)`. */
  readonly failures: FailureLimit;
  /** Where a request comes from, as the runtime knows it; never from a header that a client may set. */
  addressOf(request: Request): string;
  findSession(request: Request): Promise<OperatorSession | undefined>;
};

const anonymous: Actor = { kind: "anonymous", id: "", scopes: [] };

/**
 * Who calls, and whether she may: by API key (Bearer, or Basic with the key as user name and no password, as Segment's
 * clients send it) or by an operator's session. 401 where nobody is proven, 403 where somebody is and may not.
 */
export async function authorize(deps: AuthorizeDeps, request: Request, scope: string): Promise<Result<Actor, Problem>> {
  if (scope === "public") return ok(anonymous);
  const credential = credentialOf(request.headers.get("authorization"));
  const actor = credential === undefined ? await byCookie(deps, request) : await byKey(deps, request, credential);
  if (!actor.ok) return actor;
  return actor.value.scopes.includes(scope) ? actor : err(problem("forbidden", `This needs the scope ${scope}.`));
}

/** The key text of an Authorization header; "" where there is a header, but no key in it. */
function credentialOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const [scheme = "", value = ""] = header.split(" ", 2);
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.endsWith(":") ? pair.slice(0, -1) : "";
}

/** A right key is never locked out by somebody else's wrong tries: the limit turns 401 into 429 and nothing more. */
async function byKey(deps: AuthorizeDeps, request: Request, text: string): Promise<Result<Actor, Problem>> {
  const parts = parseKey(text);
  const key = parts === undefined ? undefined : await findKey(deps, parts);
  if (key !== undefined) return ok({ kind: "key", id: key.id, scopes: key.scopes });
  const subjects = [`address ${deps.addressOf(request)}`, ...(parts === undefined ? [] : [`key ${parts.id}`])];
  const blocked = subjects.map((subject) => deps.failures.blockedForSeconds(subject) ?? 0);
  for (const subject of subjects) deps.failures.record(subject);
  const retryAfterSeconds = Math.max(...blocked);
  return err(retryAfterSeconds > 0 ? { code: "too_many_requests", retryAfterSeconds } : problem("unauthenticated"));
}

async function byCookie(deps: AuthorizeDeps, request: Request): Promise<Result<Actor, Problem>> {
  if (request.headers.get("cookie") === null) return err(problem("unauthenticated"));
  const session = await deps.findSession(request);
  if (session === undefined) return err(problem("unauthenticated"));
  if (!isSameOrigin(request, deps.publicUrl)) return err(problem("forbidden", "The request came from another site."));
  return ok({ kind: "operator", id: session.operatorId, scopes: scopesOfRole(session.role) });
}
