import { checkRule } from "#content/check-rule.ts";
import { partsOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";
import { faultAt, type RuleFault } from "#content/rule-fault.ts";
import { compileSql } from "#content/sql/compile-sql.ts";
import { sqlLiterals } from "#content/sql/sql-literals.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { ruleSources } from "./rule-sources.ts";

/** A rule that can be asked of all customers at once. */
export type SegmentRule = {
  readonly source: string;
  readonly expr: RuleExpr;
  readonly vocabulary: RuleVocabulary;
  /** Codes of the segments it asks for. */
  readonly uses: readonly string[];
  /** Its answer may change although nothing happened. */
  readonly isTimed: boolean;
  /** It asks for the date where each customer lives. */
  readonly asksDate: boolean;
};

/** The year 2100: as of then numbers of the moment are as long, and affinities as deep in SQL, as they ever are. */
const LATE = 4_102_444_800_000;

/** There are three dates on earth at most at one moment, and SQL names each. */
const THREE_DATES = new Map([
  ["UTC", "2100-01-02"],
  ["Pacific/Kiritimati", "2100-01-03"],
  ["Pacific/Pago_Pago", "2100-01-01"],
]);

/** Checks a rule of a segment; every fault with its place. */
export function checkSegmentRule(
  source: string,
  vocabulary: RuleVocabulary,
): Result<SegmentRule, readonly RuleFault[]> {
  const checked = checkRule(source, vocabulary);
  if (!checked.ok) return checked;
  const { expr } = checked.value;
  const parts = allParts(expr);
  // Compiled once for its own sake: what SQL has no room for is told here, and not when customers are counted.
  const sources = ruleSources(vocabulary, { now: LATE, dateByZone: THREE_DATES });
  const compiled = compileSql(expr, { sources, literals: sqlLiterals() });
  if (!compiled.ok) return err([faultAt(source, { start: 0, end: source.length }, compiled.error)]);
  return ok({
    source,
    expr,
    vocabulary,
    uses: [...new Set(parts.flatMap((part) => (part.op === "inSegment" ? [part.code] : [])))].sort(),
    isTimed: parts.some(isMovedByTime),
    asksDate: parts.some((part) => part.op === "field" && part.of === "context"),
  });
}

function allParts(expr: RuleExpr | ListExpr): ReadonlyArray<RuleExpr | ListExpr> {
  return [expr, ...partsOf(expr).flatMap(allParts)];
}

/** Affinities fade, and scores grow old. Of segments that a rule asks for, time moves the members, and those are marked when they move. */
function isMovedByTime(part: RuleExpr | ListExpr): boolean {
  if (part.op === "did") return part.days !== undefined;
  if (part.op === "field") return part.of === "context";
  return part.op === "daysSince" || part.op === "affinity" || part.op === "score";
}
