import type { Context, Hono } from "hono";
import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import { problemResponse } from "#web/respond.ts";

export type MetricsDoor = {
  readonly authorize: (request: Request, scope: string) => Promise<Result<unknown, Problem>>;
  /** Where a request comes from, as the runtime knows it. */
  readonly addressOf: (context: Context) => string;
  readonly text: () => Promise<string>;
};

const SCOPE = "metrics:read";
const TYPE = "text/plain; version=0.0.4; charset=utf-8";
/** What a proxy adds. Whoever comes through one does not come from this machine, whatever the socket says. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "cf-connecting-ip"];

/** What monitoring collects: for who has the scope, and for this machine itself. */
export function mountMetrics(app: Hono, door: MetricsDoor): void {
  app.get("/metrics", async (context) => {
    if (!isThisMachine(context.req.raw, door.addressOf(context))) {
      const actor = await door.authorize(context.req.raw, SCOPE);
      if (!actor.ok) return problemResponse(actor.error);
    }
    return new Response(await door.text(), { headers: { "content-type": TYPE, "cache-control": "no-store" } });
  });
}

function isThisMachine(request: Request, address: string): boolean {
  const isLoopback = /^(?:::ffff:)?127(?:\.\d+){3}$|^::1$/.test(address);
  const isForwarded = FORWARDED.some((name) => request.headers.has(name));
  return isLoopback && !isForwarded && /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(new URL(request.url).hostname);
}
