/**
 * Every refusal that leaves the house, as RFC 9457 problem details.
 * One table: code → status → title. The way back, from a status to a code, does not exist.
 */
export const problems = {
  invalid_json: { status: 400, title: "The body is not valid JSON" },
  invalid_request: { status: 400, title: "The request is not well-formed" },
  unauthenticated: { status: 401, title: "Authentication is required" },
  forbidden: { status: 403, title: "This key or role may not do that" },
  not_found: { status: 404, title: "There is no such thing here" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  request_timeout: { status: 408, title: "The body came too slowly" },
  conflict: { status: 409, title: "The state of the thing does not allow that" },
  link_expired: { status: 410, title: "This link is no longer valid" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body is not of a type that is read here" },
  invalid_content: { status: 422, title: "The content is not valid" },
  too_many_requests: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something broke on our side" },
  unavailable: { status: 503, title: "The service can't do that right now" },
} as const;

export type ProblemCode = keyof typeof problems;

/** One faulty place. `pointer` is an RFC 6901 JSON Pointer into the request body ("" is the whole body). */
export type Fault = { readonly pointer: string; readonly message: string };

export type Problem = {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  /** Seconds after which a new try makes sense; becomes Retry-After. */
  readonly retryAfterSeconds?: number;
};

export function problem(code: ProblemCode, detail?: string, faults?: readonly Fault[]): Problem {
  return { code, ...(detail === undefined ? {} : { detail }), ...(faults === undefined ? {} : { faults }) };
}

/** The RFC 9457 document of a problem. */
export function problemDocument(found: Problem, instance?: string): Record<string, unknown> {
  const { status, title } = problems[found.code];
  return {
    type: `/problems#${found.code}`,
    title,
    status,
    code: found.code,
    ...(found.detail === undefined ? {} : { detail: found.detail }),
    ...(instance === undefined ? {} : { instance }),
    ...(found.faults === undefined ? {} : { errors: found.faults }),
  };
}
