import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { parseJson } from "#web/parse-json.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type IngestAnswer, ingestItems } from "./ingest-items.ts";
import { readInstant } from "./read-time.ts";
import { isObject } from "./read-values.ts";

/** Items of one call, so that the writer is never held for long; the clients send a hundred at most. */
const MAX_ITEMS = 1_000;

export type IngestCall = {
  /** "batch" for a body with a list of items, otherwise the type of the one item that the body is. */
  readonly call: "identify" | "track" | "page" | "screen" | "group" | "alias" | "batch";
  readonly sender: string;
  /** Whether the sender holds the scope `ingest:trusted`. */
  readonly isTrusted: boolean;
};

/** Takes a body as it came over the wire. Only a body that can't be read at all is a problem; a bad item is an answer. */
export async function ingestBody(
  deps: CustomerDeps,
  { call, ...sent }: IngestCall,
  bytes: Uint8Array,
): Promise<Result<IngestAnswer, Problem>> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const body = json.value;
  if (!isObject(body)) return err(whole("The body is an object."));
  if (call !== "batch") {
    const delivery = { items: [body], type: call, sentAt: undefined, pointerOf: () => "", ...sent };
    return ok(await ingestItems(deps, delivery));
  }
  const { batch } = body;
  if (!Array.isArray(batch)) return err(problem("invalid_content", undefined, [NO_BATCH]));
  if (batch.length > MAX_ITEMS) return err(problem("payload_too_large", `A batch may have ${MAX_ITEMS} items.`));
  const sentAt = readInstant(body["sentAt"]);
  return ok(await ingestItems(deps, { items: batch, sentAt, pointerOf: (index) => `/batch/${index}`, ...sent }));
}

const NO_BATCH = { pointer: "/batch", message: "A batch is a list of items." };

function whole(message: string): Problem {
  return problem("invalid_content", undefined, [{ pointer: "", message }]);
}
