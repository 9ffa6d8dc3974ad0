import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { ruleProblem } from "./rule-faults.ts";
import { findSegment, MAX_SEGMENTS } from "./segment.ts";
import type { SegmentDeps } from "./segment-deps.ts";
import { checkSegmentRule } from "./segment-rule.ts";
import { type SegmentInput, type SegmentView, viewOfSegment } from "./segment-view.ts";
import { loadSegmentVocabulary } from "./segment-vocabulary.ts";

export type PutSegment = {
  readonly deps: SegmentDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly segment: SegmentInput };
};

/**
 * Makes a segment, or gives it another title or rule. Another rule is another version: its members are found by a walk over
 * all customers that begins with the next tick, and until it is over those of the version before stand.
 */
export async function putSegment({ deps, actor, input }: PutSegment): Promise<Result<SegmentView, Problem>> {
  const { store, clock } = deps;
  const { code, segment } = input;
  const rule = checkSegmentRule(segment.when, await loadSegmentVocabulary(store, code));
  if (!rule.ok) return err(ruleProblem(rule.error));
  const now = clock.now();
  const { uses, isTimed } = rule.value;
  await store.write([
    sql`insert into segments (code, title, source, uses, is_timed, created_at, updated_at)
      select ${code}, ${segment.title}, ${segment.when}, ${JSON.stringify(uses)}, ${isTimed ? 1 : 0}, ${now}, ${now}
      where exists (select 1 from segments where code = ${code})
        or (select count(*) from segments where deleted_at is null) < ${MAX_SEGMENTS}
      on conflict (code) do update set title = excluded.title, updated_at = excluded.updated_at,
        version = version + (source <> excluded.source), source = excluded.source, uses = excluded.uses,
        is_timed = excluded.is_timed
      where title <> excluded.title or source <> excluded.source`,
    auditIfChanged({
      at: now,
      actor,
      action: "put-segment",
      subject: { kind: "segment", id: code },
      // The whole rule: the row keeps only its latest version.
      detail: segment,
    }),
    // Rules of the catalogue may ask for it by its code.
    catalogueChanged(now),
  ]);
  const saved = await findSegment(store, code);
  if (saved === undefined) return err(problem("conflict", `A vendor has at most ${MAX_SEGMENTS} segments.`));
  return ok(viewOfSegment(saved));
}
