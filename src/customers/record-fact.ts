import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { Fact } from "./facts/fact.ts";
import { heardAt } from "./facts/heard-at.ts";
import { findCustomerId } from "./find-customer.ts";
import { OWN_MESSAGE_PREFIX } from "./record-events.ts";
import { recordFacts } from "./record-facts.ts";

/** Where and when a fact was learnt. */
export type FactOrigin = {
  /** epoch ms; now where it is absent */
  readonly at?: number | undefined;
  readonly source?: string | undefined;
  readonly channel?: string | undefined;
};

/** `isNew` is false where the same fact was known: nothing changed then. */
export type RecordedFact = { readonly isNew: boolean };

type Told = Pick<Fact, "name" | "purchase" | "registration" | "answers" | "note" | "demographics" | "consents"> & {
  /** What makes the fact the same fact when it is told again. */
  readonly key: string;
  readonly source: string;
  readonly properties?: Fact["properties"];
  readonly category?: string | null;
  readonly productCode?: string | null;
};

/** Records one fact of a customer who exists, with its event, under a message id of our own. */
export async function recordFact(
  deps: CustomerDeps,
  { code, origin }: { readonly code: string; readonly origin: FactOrigin },
  { key, ...told }: Told,
): Promise<Result<RecordedFact, Problem>> {
  const customer = await findCustomerId(deps.store, code);
  if (customer === undefined) return err(problem("not_found"));
  const now = deps.clock.now();
  const fact: Fact = {
    kind: "track",
    category: null,
    productCode: null,
    properties: {},
    ...told,
    messageId: `${OWN_MESSAGE_PREFIX}${key}`,
    customer,
    at: heardAt(origin.at ?? now, now),
    source: origin.source ?? told.source,
    channel: origin.channel ?? "",
  };
  const { recorded } = await recordFacts(deps, { by: "id", facts: [fact] });
  return ok({ isNew: recorded === 1 });
}
