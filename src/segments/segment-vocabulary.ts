import { loadVocabulary } from "#catalogue/vocabulary.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";
import type { Store } from "#store/store.ts";
import { dependentsOf } from "./dependency-order.ts";
import { listAllSegments, type Segment } from "./segment.ts";

/** What the rules of segments may speak of: customers, their past, today's date where they live, and other segments. */
export async function loadSegmentVocabulary(store: Store, code?: string): Promise<RuleVocabulary> {
  const [declared, segments] = await Promise.all([loadVocabulary(store), listAllSegments(store)]);
  return segmentVocabulary(declared, segments, code);
}

export function segmentVocabulary(
  { customer, scores, predicted }: Pick<RuleVocabulary, "customer" | "scores" | "predicted">,
  segments: readonly Segment[],
  code?: string,
): RuleVocabulary {
  const circular = code === undefined ? new Set<string>() : dependentsOf(code, segments);
  return {
    customer,
    product: {},
    context: { date: "date" },
    subject: "customer",
    scores,
    predicted,
    segments: new Map(segments.map((segment) => [segment.code, reasonAgainst(segment.code, { code, circular })])),
  };
}

type Circle = { readonly code: string | undefined; readonly circular: ReadonlySet<string> };

function reasonAgainst(used: string, { code, circular }: Circle): string | undefined {
  if (used === code) return "A segment can't ask for itself.";
  if (!circular.has(used)) return undefined;
  return `The segment "${used}" asks for "${code}" itself: neither could be told without the other.`;
}
