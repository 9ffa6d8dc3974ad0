import { chunksOf } from "#store/json-rows.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { Fact, NewFacts } from "./facts/fact.ts";
import { changedRows, factStatements } from "./facts/fact-statements.ts";

/** Facts that one batch takes at most, so that the writer is never held for long. */
const MAX_FACTS_PER_BATCH = 500;

/**
 * Records facts of customers that exist, with their projections, each message id once. Facts of unknown or erased customers
 * are left out; `recorded` counts what was new.
 */
export async function recordFacts(
  deps: CustomerDeps,
  { by, facts }: { readonly by: NewFacts["by"]; readonly facts: readonly Fact[] },
): Promise<{ recorded: number }> {
  let recorded = 0;
  for (const chunk of chunksOf(facts, MAX_FACTS_PER_BATCH)) {
    const statements = factStatements(deps, { by, facts: onceEach(chunk), receivedAt: deps.clock.now() });
    recorded += changedRows(await deps.store.write(statements));
  }
  return { recorded };
}

/** Conditions in SQL see what was known before the batch; twins inside it are told apart here. */
function onceEach(facts: readonly Fact[]): readonly Fact[] {
  return [...new Map(facts.toReversed().map((fact) => [fact.messageId, fact])).values()].toReversed();
}
