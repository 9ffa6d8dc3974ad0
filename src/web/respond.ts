import { type Fault, type Problem, problemDocument, problems } from "#kernel/problem.ts";
import type { z } from "zod";
import { pointerKey } from "./pointer-key.ts";

/** RFC 9457, with Retry-After where the problem names a time. */
export function problemResponse(found: Problem): Response {
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  if (found.retryAfterSeconds !== undefined) headers["retry-after"] = String(found.retryAfterSeconds);
  if (found.code === "unauthenticated") headers["www-authenticate"] = 'Basic realm="jumpstation"';
  return new Response(JSON.stringify(problemDocument(found)), { status: problems[found.code].status, headers });
}

export function jsonResponse(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** JSON Pointers (RFC 6901) to every faulty place that zod found. */
export function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const base = issue.path.map((part) => `/${pointerKey(String(part))}`).join("");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ pointer: `${base}/${pointerKey(key)}`, message: "There is no such field." }));
    }
    return [{ pointer: base, message: issue.message }];
  });
}
