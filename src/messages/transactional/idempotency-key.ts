import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { keyedHash, type Secret } from "#kernel/secret.ts";

/** A key answers for so long; then it may be used for something else. */
export const KEY_LASTS_MS = 86_400_000;

const SF_STRING = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
const BARE = /^[\x21\x23-\x7e]{1,255}$/;

/**
 * Reads the Idempotency-Key of a request: a Structured Field String (RFC 9651 §3.3.3), as
 * draft-ietf-httpapi-idempotency-key-header asks, or the bare text that most clients send.
 */
export function readIdempotencyKey(header: string | null): Result<string, Problem> {
  const text = header?.trim() ?? "";
  if (text === "") return err(problem("invalid_request", "This request needs an Idempotency-Key header."));
  const quoted = SF_STRING.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, "$1");
  const key = quoted ?? (BARE.test(text) ? text : undefined);
  if (key === undefined || key.length > 255) {
    return err(problem("invalid_request", "An Idempotency-Key is a string of 1 to 255 visible ASCII characters."));
  }
  return ok(key);
}

export type KeyedRequest = {
  /** Of caller, operation and key: one caller's key never meets another's. */
  readonly keyHash: string;
  readonly bodyHash: string;
};

/** The two hashes by which a request is known again. Keyed: a body holds addresses, which nobody may try against them. */
export function keyedRequest(
  secret: Secret,
  request: {
    readonly actor: { readonly kind: string; readonly id: string };
    readonly operation: string;
    readonly key: string;
  },
  body: unknown,
): KeyedRequest {
  const { actor, operation, key } = request;
  const hashKey = secret.keyFor("idempotency/1");
  return {
    keyHash: keyedHash(hashKey, JSON.stringify(["key", actor.kind, actor.id, operation, key])),
    bodyHash: keyedHash(hashKey, JSON.stringify(["body", sorted(body)])),
  };
}

/** The same JSON whatever the order of its names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
