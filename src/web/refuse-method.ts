import type { Context, Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import type { Operation } from "./operation.ts";
import { problemResponse } from "./respond.ts";

/**
 * An address of the API that is asked for with a method it does not take: 405, and the methods that it does take (RFC 9110
 * §15.5.6 wants Allow). Stands behind the operations themselves.
 */
export function refuseOtherMethods(app: Hono, operations: readonly Operation[]): void {
  const routes = operations.map(({ path, method }) => ({ form: formOf(path), method: method.toUpperCase() }));
  const refuse = (context: Context) => {
    const methods = routes.flatMap(({ form, method }) => (form.test(context.req.path) ? methodsOf(method) : []));
    const refused = problemResponse(problem("method_not_allowed"));
    refused.headers.set("allow", [...new Set(methods)].sort().join(", "));
    return refused;
  };
  for (const path of new Set(operations.map((operation) => operation.path))) app.all(path, refuse);
}

/** Whoever gives a GET gives its HEAD. */
function methodsOf(method: string): readonly string[] {
  return method === "GET" ? ["GET", "HEAD"] : [method];
}

/** A Hono path as a pattern: "/v1/customers/:code" is any one segment there. */
function formOf(path: string): RegExp {
  const plain = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`);
}
