import type { Context } from "hono";
import { isSignedByTwilio } from "#channels/twilio/twilio-signature.ts";
import { SECOND_MS, type Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { readBody } from "#web/read-body.ts";

export type SignedDeps = {
  readonly timer: Timer;
  /** Origin as Twilio was told it: what a request says of its own host is never believed. */
  readonly publicUrl: string;
  /** Any of them may have signed; none: everything is refused. */
  readonly tokens: readonly string[];
  /** Told of what changed nothing: nobody's signature, or no form of such a size in time. */
  readonly onRefused: (outcome: "forged" | "unreadable") => void;
};

/** A callback is some twenty short fields. */
const MAX_BYTES = 32 * 1024;
const TIMEOUT_MS = 10 * SECOND_MS;
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

export type Fields = ReadonlyMap<string, string>;

/**
 * The fields of a form that Twilio signed. Of a name that comes twice the first counts: none that is read here ever does.
 */
export async function readSigned(deps: SignedDeps, context: Context): Promise<Result<Fields, Problem>> {
  const request = context.req.raw;
  if (!FORM.test(request.headers.get("content-type") ?? "")) {
    deps.onRefused("unreadable");
    return err(problem("unsupported_media_type"));
  }
  const body = await readBody(request, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer: deps.timer });
  if (!body.ok) {
    deps.onRefused("unreadable");
    return body;
  }
  const form = [...new URLSearchParams(new TextDecoder().decode(body.value))];
  const { pathname, search } = new URL(request.url);
  const signed = {
    url: `${deps.publicUrl}${pathname}${search}`,
    signature: request.headers.get("x-twilio-signature") ?? "",
    form,
  };
  if (!isSignedByTwilio(signed, deps.tokens)) {
    deps.onRefused("forged");
    return err(problem("forbidden", "This is not signed by Twilio."));
  }
  return ok(new Map([...form].reverse()));
}
