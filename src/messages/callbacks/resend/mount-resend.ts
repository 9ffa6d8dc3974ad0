import type { Hono } from "hono";
import { readEvent } from "#channels/email-http/read-event.ts";
import { refuseWebhook, webhookHeaders } from "#channels/email-http/verify-webhook.ts";
import type { DeliveryReport } from "#channels/report.ts";
import { type Clock, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { readBody } from "#web/read-body.ts";
import { problemResponse } from "#web/respond.ts";

export type ResendDoorDeps = {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Any of them may have signed, while one takes the other's place; none: everything is refused. */
  readonly secrets: readonly string[];
  readonly applyReports: (reports: readonly DeliveryReport[]) => Promise<unknown>;
  /** Told of what changed nothing. */
  readonly onRefused: (outcome: "forged" | "unreadable") => void;
};

export const RESEND_PATH = "/callbacks/resend";

/** An event holds addresses, a subject and the words of a server. */
const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 10 * SECOND_MS;

/**
 * Where the provider tells what came of e-mails: signed within the last five minutes, in any order, as often as it likes. A replay
 * within that time tells nothing new. What can't be written down answers 5xx, and the provider comes again.
 */
export function mountResend(app: Hono, deps: ResendDoorDeps): void {
  const { clock, timer, secrets, applyReports, onRefused } = deps;
  app.post(RESEND_PATH, async (context) => {
    const read = await readBody(context.req.raw, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer });
    if (!read.ok) return problemResponse(read.error);
    const body = new TextDecoder().decode(read.value);
    const headers = webhookHeaders((name) => context.req.header(name));
    if (refuseWebhook(headers, { body, secrets, now: clock.now() }) !== undefined) {
      onRefused("forged");
      return problemResponse(problem("forbidden", "This is not signed, or not any more."));
    }
    const event = readEvent(body, clock.now());
    if (event === "unreadable") {
      onRefused("unreadable");
      return problemResponse(problem("invalid_content"));
    }
    if (event !== "other") await applyReports([event]);
    return new Response(null, { status: 204 });
  });
}
