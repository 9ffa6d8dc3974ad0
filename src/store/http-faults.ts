/** The server may have written: the answer to a write was lost. Nothing was repeated; the rows tell what it was. */
export class AnswerLost extends Error {
  override readonly name = "AnswerLost";
}

/** Nobody answered, several times: nothing was written. */
export class StoreUnreachable extends Error {
  override readonly name = "StoreUnreachable";
}

/** The server knows neither this token nor whom it lets in without one. */
export class StoreRefused extends Error {
  override readonly name = "StoreRefused";
}

export function answerLost(cause: unknown): AnswerLost {
  return new AnswerLost("The database server's answer to a write was lost: it may have been written.", { cause });
}

/** By name: between threads an error loses its class. */
export function isAnswerLost(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "AnswerLost";
}

export function unreachable(cause: unknown): StoreUnreachable {
  return new StoreUnreachable("The database server can't be reached.", { cause });
}

export function refused(cause: unknown): StoreRefused {
  return new StoreRefused("The database server refuses the token that it was shown.", { cause });
}

/**
 * What a failed request says of the statements in it.
 * - `told`: the server answered; the batch was undone, or the text was wrong.
 * - `forbidden`: it lets nobody in with this token.
 * - `never_ran`: it certainly ran nothing, and may run it at another try.
 * - `lost`: anything may have happened.
 */
export type Nature = "told" | "forbidden" | "never_ran" | "lost";

/** A baton whose stream is gone; a writer that another one kept waiting, at the beginning or at the end of its batch. */
const NEVER_RAN_CODES: ReadonlySet<unknown> = new Set(["STREAM_EXPIRED", "SQLITE_BUSY"]);

/** No connection came about. */
const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Words of the client, not of the server: of an answer that came from a proxy, in no known form, or not at all. */
const UNTOLD_CODES: ReadonlySet<unknown> = new Set(["SERVER_ERROR", "HRANA_PROTO_ERROR", "HRANA_CLOSED_ERROR"]);

export function natureOf(cause: unknown): Nature {
  const { code, name, cause: below } = detailOf(cause);
  const { status, code: codeBelow } = detailOf(below);
  if (NEVER_RAN_CODES.has(code) || NO_CONNECTION.has(codeBelow) || status === 429) return "never_ran";
  if (status === 401 || status === 403) return "forbidden";
  // Its form, its size, its address. 408: it was too slow to arrive.
  if (typeof status === "number" && status >= 400 && status < 500 && status !== 408) return "told";
  if (typeof code === "string") return UNTOLD_CODES.has(code) ? "lost" : "told";
  // A value that can't be bound, a whole number beyond 2^53: the platform's own failures to fetch say why.
  return name === "RangeError" || (name === "TypeError" && below === undefined) ? "told" : "lost";
}

type Detail = { readonly code?: unknown; readonly name?: unknown; readonly status?: unknown; readonly cause?: unknown };

function detailOf(thing: unknown): Detail {
  return typeof thing === "object" && thing !== null ? thing : {};
}
