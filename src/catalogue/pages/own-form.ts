import type { Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { readBody } from "#web/read-body.ts";

/** A form has a few short fields. */
const MAX_BYTES = 4_096;
const TIMEOUT_MS = 10_000;

/** The fields of a form that one of our own pages posted. A form on another site is refused, whatever it holds. */
export async function readOwnForm(request: Request, timer: Timer): Promise<Result<URLSearchParams, Problem>> {
  if (!isOwnForm(request.headers)) return err(problem("forbidden", "This form was posted from another site."));
  const body = await readBody(request, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer });
  return body.ok ? ok(new URLSearchParams(new TextDecoder().decode(body.value))) : body;
}

/** Browsers say where a form comes from by Sec-Fetch-Site, older ones by Origin; the oldest say nothing and are believed. */
function isOwnForm(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.get("host");
}
