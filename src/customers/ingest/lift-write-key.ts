import type { MiddlewareHandler } from "hono";
import type { Timer } from "#kernel/clock.ts";
import { parseJson } from "#web/parse-json.ts";
import { readBody } from "#web/read-body.ts";
import { problemResponse } from "#web/respond.ts";
import { INGEST_LIMITS } from "./ingest-limits.ts";
import { isCleanText, isObject } from "./read-values.ts";

/**
 * A beacon can't set headers: its write key travels in the body as `writeKey`. Here it is put where every other client has
 * it, and the request goes on to the one way in which keys are checked. Stands before the ingest routes.
 */
export function liftWriteKey(timer: Timer): MiddlewareHandler {
  return async (context, next) => {
    const request = context.req.raw;
    if (request.method !== "POST" || request.headers.has("authorization")) return next();
    const bytes = await readBody(request, { ...INGEST_LIMITS, timer });
    if (!bytes.ok) return problemResponse(bytes.error);
    const headers = new Headers(request.headers);
    headers.delete("content-encoding");
    headers.delete("content-length");
    const key = writeKeyIn(bytes.value);
    if (key !== undefined) headers.set("authorization", `Basic ${Buffer.from(`${key}:`).toString("base64")}`);
    context.req.raw = new Request(request.url, { method: "POST", headers, body: bytes.value as BodyInit });
    return next();
  };
}

function writeKeyIn(bytes: Uint8Array): string | undefined {
  const json = parseJson(bytes);
  const key = json.ok && isObject(json.value) ? json.value["writeKey"] : undefined;
  return isCleanText(key, 200) && !key.includes(":") ? key : undefined;
}
