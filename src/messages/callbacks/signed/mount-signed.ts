import type { Hono } from "hono";
import type { DeliveryReport } from "#channels/report.ts";
import { refuseWebhook, webhookHeaders } from "#channels/webhook/verify-webhook.ts";
import { type Clock, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { readBody } from "#web/read-body.ts";
import { problemResponse } from "#web/respond.ts";

export type SignedDoorDeps = {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Any of them may have signed, while one takes the other's place; none: everything is refused. */
  readonly secrets: readonly string[];
  readonly applyReports: (reports: readonly DeliveryReport[]) => Promise<unknown>;
  /** Told of what changed nothing. */
  readonly onRefused: (outcome: "forged" | "unreadable") => void;
};

export type SignedDoor = {
  readonly path: string;
  readonly maxBytes: number;
  readonly read: (body: string, now: number) => DeliveryReport | "other" | "unreadable";
};

const TIMEOUT_MS = 10 * SECOND_MS;

/**
 * Where a provider tells what came of messages: signed within the last five minutes (Standard Webhooks), in any order, as often
 * as it likes. A replay within that time tells nothing new. What can't be written down answers 5xx, and the provider comes again.
 */
export function mountSigned(app: Hono, { path, maxBytes, read }: SignedDoor, deps: SignedDoorDeps): void {
  const { clock, timer, secrets, applyReports, onRefused } = deps;
  app.post(path, async (context) => {
    const bytes = await readBody(context.req.raw, { maxBytes, timeoutMs: TIMEOUT_MS, timer });
    if (!bytes.ok) {
      onRefused("unreadable");
      return problemResponse(bytes.error);
    }
    const body = new TextDecoder().decode(bytes.value);
    const headers = webhookHeaders((name) => context.req.header(name));
    if (refuseWebhook(headers, { body, secrets, now: clock.now() }) !== undefined) {
      onRefused("forged");
      return problemResponse(problem("forbidden", "This is not signed, or not any more."));
    }
    const report = read(body, clock.now());
    if (report === "unreadable") {
      onRefused("unreadable");
      return problemResponse(problem("invalid_content"));
    }
    if (report !== "other") await applyReports([report]);
    return new Response(null, { status: 204 });
  });
}
