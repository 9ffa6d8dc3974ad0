import { partsOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";

/** What must be known of a customer before rules can be answered about her. */
export type RuleAsks = {
  /** Names of the events that `did` and `daysSince` look for. */
  readonly eventNames: ReadonlySet<string>;
  readonly attributeNames: ReadonlySet<string>;
  readonly affinities: boolean;
  readonly segments: boolean;
  /** Codes of predictions. */
  readonly scoreCodes: ReadonlySet<string>;
};

export const asksNothing: RuleAsks = {
  eventNames: new Set(),
  attributeNames: new Set(),
  affinities: false,
  segments: false,
  scoreCodes: new Set(),
};

export function asksOf(expr: RuleExpr): RuleAsks {
  const parts = allParts(expr);
  return {
    eventNames: new Set(parts.flatMap((part) => (part.op === "did" || part.op === "daysSince" ? [part.event] : []))),
    attributeNames: new Set(
      parts.flatMap((part) => (part.op === "field" && part.of === "customer" ? [part.name] : [])),
    ),
    affinities: parts.some((part) => part.op === "affinity"),
    segments: parts.some((part) => part.op === "inSegment"),
    scoreCodes: new Set(parts.flatMap((part) => (part.op === "score" ? [part.code] : []))),
  };
}

export function joinAsks(asks: readonly RuleAsks[]): RuleAsks {
  return {
    eventNames: new Set(asks.flatMap((one) => [...one.eventNames])),
    attributeNames: new Set(asks.flatMap((one) => [...one.attributeNames])),
    affinities: asks.some((one) => one.affinities),
    segments: asks.some((one) => one.segments),
    scoreCodes: new Set(asks.flatMap((one) => [...one.scoreCodes])),
  };
}

function allParts(expr: RuleExpr | ListExpr): ReadonlyArray<RuleExpr | ListExpr> {
  return [expr, ...partsOf(expr).flatMap(allParts)];
}
