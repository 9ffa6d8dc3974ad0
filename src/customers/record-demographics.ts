import { createHash } from "node:crypto";
import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { DemographicFact } from "./facts/fact.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewDemographics = FactOrigin & { readonly facts: readonly DemographicFact[] };

/** Records demographic facts; of each name the latest from each source stands. */
export function recordDemographics({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewDemographics;
}): Promise<Result<RecordedFact, Problem>> {
  const { facts, ...origin } = input;
  const source = origin.source ?? "import";
  const at = origin.at ?? deps.clock.now();
  const digest = createHash("sha256")
    .update(JSON.stringify([code, source, at, facts]))
    .digest("base64url");
  return recordFact(
    deps,
    { code, origin: { ...origin, at } },
    {
      key: `demographics:${digest}`,
      name: "Demographics Recorded",
      source,
      properties: { names: facts.map(({ name }) => name) },
      demographics: facts,
    },
  );
}
