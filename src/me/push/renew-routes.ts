import type { Context } from "hono";
import { z } from "zod";
import { renewDevice } from "#customers/push/renew-device.ts";
import { problem } from "#kernel/problem.ts";
import type { MeDeps } from "#me/me-deps.ts";
import { isOwnOrigin } from "#me/with-own.tsx";
import { readBody } from "#web/read-body.ts";
import { problemResponse } from "#web/respond.ts";
import { readSubscription } from "./push-offer.ts";

const MAX_BYTES = 8_192;
const TIMEOUT_MS = 10_000;

const text = z.string().max(1_024);
const said = z.strictObject({ old: text, endpoint: text, p256dh: text, auth: text, key: text });

/**
 * `POST /me/notices/renew`: the worker of a browser whose endpoint changed (pushsubscriptionchange). There is no session any more
 * then: that it names the old endpoint is the proof. The answer is the same whether or not anybody has it.
 */
export async function renewNotices(deps: MeDeps, context: Context): Promise<Response> {
  if (!isOwnOrigin(deps, context)) return problemResponse(problem("forbidden"));
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) {
    return problemResponse(problem("unsupported_media_type"));
  }
  const body = await readBody(context.req.raw, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer: deps.timer });
  if (!body.ok) return problemResponse(body.error);
  const parsed = said.safeParse(jsonOf(body.value));
  const device = parsed.success ? readSubscription(deps.push, parsed.data) : undefined;
  if (!parsed.success || device === undefined) return problemResponse(problem("invalid_content"));
  await renewDevice(deps, { ...device, old: parsed.data.old });
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
