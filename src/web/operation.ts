import type { z } from "zod";
import type { Problem, ProblemCode } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";

/** Who is calling. Scopes are checked before an operation's handler runs. */
export type Actor = {
  readonly kind: "operator" | "key" | "customer" | "anonymous";
  readonly id: string;
  readonly scopes: readonly string[];
};

export type Call<Params, Search, Body> = {
  readonly actor: Actor;
  readonly params: Params;
  readonly search: Search;
  readonly body: Body;
  readonly request: Request;
};

export type Method = "get" | "post" | "put" | "patch" | "delete";

/**
 * One API operation: what it is called, who may call it, what goes in, what comes out, how it is refused.
 * The same value makes the route, its checks and its entry in the OpenAPI document.
 */
export type Operation<Params = unknown, Search = unknown, Body = unknown, Answer = unknown> = {
  /** The file's name in camel case: `getCustomer` lives in get-customer.ts. */
  readonly operationId: string;
  readonly method: Method;
  /** Hono path, e.g. /v1/customers/:code */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The scope that a caller needs; "public" is said, never assumed. */
  readonly scope: string;
  readonly params?: z.ZodType<Params>;
  readonly search?: z.ZodType<Search>;
  readonly body?: z.ZodType<Body>;
  /** Largest body in bytes after decompression; 1 MiB unless told. */
  readonly maxBodyBytes?: number;
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly schema?: z.ZodType<Answer>;
    /** Of an answer that is no JSON: the handler gives a Response, which goes out as it is. */
    readonly contentTypes?: readonly string[];
  };
  readonly problems: readonly ProblemCode[];
  handle(call: Call<Params, Search, Body>): Promise<Result<Answer, Problem>>;
};

/** Keeps the types of one operation together while it is written, and forgets them for the table of all. */
export function defineOperation<Params, Search, Body, Answer>(
  operation: Operation<Params, Search, Body, Answer>,
): Operation {
  return operation;
}
