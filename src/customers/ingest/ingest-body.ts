import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { decodeText, parseJsonText } from "#web/parse-json.ts";
import { mayRepeatNames, repeatedNames } from "#web/repeated-names.ts";
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
  const text = decodeText(bytes);
  if (!text.ok) return text;
  const json = parseJsonText(text.value);
  if (!json.ok) return json;
  const body = json.value;
  if (!isObject(body)) return err(whole("The body is an object."));
  const repeated = mayRepeatNames(text.value, body) ? repeatedNames(text.value, MAX_REPEATED) : NOTHING_REPEATED;
  if (repeated.length >= MAX_REPEATED) return err(problem("invalid_content", undefined, repeated.slice(0, 10)));
  if (call !== "batch") {
    const delivery = { items: [body], type: call, sentAt: undefined, pointerOf: () => "", ...sent };
    return ok(await ingestItems(deps, { ...delivery, faultsOf: () => repeated.slice(0, MAX_FAULTS_PER_ITEM) }));
  }
  const { batch } = body;
  if (!Array.isArray(batch)) return err(problem("invalid_content", undefined, [NO_BATCH]));
  if (batch.length > MAX_ITEMS) return err(problem("payload_too_large", `A batch may have ${MAX_ITEMS} items.`));
  const sentAt = readInstant(body["sentAt"]);
  const pointerOf = (index: number) => `/batch/${index}`;
  const byItem = faultsByItem(repeated);
  // Which of two lists, or whose key: what stands around the items makes all of them doubtful.
  if (byItem === undefined) return err(problem("invalid_content", undefined, repeated.slice(0, 10)));
  const faultsOf = (index: number) => byItem.get(index) ?? NOTHING_REPEATED;
  return ok(await ingestItems(deps, { items: batch, sentAt, pointerOf, faultsOf, ...sent }));
}

/** More than this, and the body is refused as a whole. */
const MAX_REPEATED = 5_000;
const MAX_FAULTS_PER_ITEM = 10;
const NOTHING_REPEATED: readonly Fault[] = [];

/** The faults of each item; undefined where one lies outside them all. */
function faultsByItem(faults: readonly Fault[]): ReadonlyMap<number, readonly Fault[]> | undefined {
  const byItem = new Map<number, Fault[]>();
  for (const fault of faults) {
    const index = /^\/batch\/(\d+)\//.exec(fault.pointer)?.[1];
    if (index === undefined) return undefined;
    const known = byItem.get(Number(index)) ?? [];
    if (known.length < MAX_FAULTS_PER_ITEM) byItem.set(Number(index), [...known, fault]);
  }
  return byItem;
}

const NO_BATCH = { pointer: "/batch", message: "A batch is a list of items." };

function whole(message: string): Problem {
  return problem("invalid_content", undefined, [{ pointer: "", message }]);
}
