import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { dependencyOrder } from "#segments/dependency-order.ts";
import { listAllSegments, type Segment } from "#segments/segment.ts";
import { checkSegmentRule, type SegmentRule } from "#segments/segment-rule.ts";
import { segmentVocabulary } from "#segments/segment-vocabulary.ts";
import type { Store } from "#store/store.ts";

/** A segment with its rule, ready to be asked. */
export type LiveSegment = {
  readonly segment: Segment;
  readonly rule: SegmentRule;
  /** Other rules ask for it: whoever enters or leaves is asked about those too. */
  readonly isUsed: boolean;
};

/**
 * All segments, each behind those that it asks for. A rule was checked when it was saved, and neither an attribute's type nor a
 * segment that is asked for ever goes; one that is not understood all the same keeps its members as they are.
 */
export async function loadRules(store: Store): Promise<readonly LiveSegment[]> {
  const segments = await listAllSegments(store);
  if (segments.length === 0) return [];
  const declared = await loadVocabulary(store);
  const used = new Set(segments.flatMap(({ uses }) => uses));
  return dependencyOrder(segments).flatMap((segment) => {
    const rule = checkSegmentRule(segment.when, segmentVocabulary(declared, segments, segment.code));
    return rule.ok ? [{ segment, rule: rule.value, isUsed: used.has(segment.code) }] : [];
  });
}
