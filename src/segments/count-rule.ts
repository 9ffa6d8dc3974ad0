import type { Problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { countExactly } from "./count-exactly.ts";
import { type Estimate, estimateCount } from "./estimate-count.ts";
import { ruleProblem } from "./rule-faults.ts";
import type { SegmentDeps } from "./segment-deps.ts";
import { checkSegmentRule } from "./segment-rule.ts";
import { loadSegmentVocabulary } from "./segment-vocabulary.ts";

export type RuleCount = { readonly estimate: Estimate; readonly exact?: number };

export type CountQuestion = {
  readonly when: string;
  readonly code?: string | undefined;
  readonly exact: boolean;
};

/** How many customers a rule holds for that is not saved yet. */
export async function countRule(
  deps: SegmentDeps,
  { when, code, exact }: CountQuestion,
): Promise<Result<RuleCount, Problem>> {
  const rule = checkSegmentRule(when, await loadSegmentVocabulary(deps.store, code));
  if (!rule.ok) return err(ruleProblem(rule.error));
  const estimate = await estimateCount(deps, rule.value);
  if (estimate.isExact) return ok({ estimate, exact: estimate.count });
  return ok(exact ? { estimate, exact: await countExactly(deps, rule.value) } : { estimate });
}
