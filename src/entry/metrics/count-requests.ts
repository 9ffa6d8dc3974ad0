import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

/** One answered request, without anything of who asked or what. */
export type Answered = {
  readonly method: string;
  /** The pattern of the route, such as /v1/customers/:code; "none" where there was none. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
};

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Tells of each request that the app answered, by its route: an address may hold a code or a token. */
export function countRequests(now: () => number, tell: (answered: Answered) => void): MiddlewareHandler {
  return async (context, next) => {
    const startedAt = now();
    await next();
    const { method } = context.req;
    const pattern = routePath(context, -1);
    tell({
      method: METHODS.has(method) ? method : "other",
      route: pattern === "*" || pattern === "/*" ? "none" : pattern,
      status: context.res.status,
      ms: Math.round((now() - startedAt) * 10) / 10,
    });
  };
}
