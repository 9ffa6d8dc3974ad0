import { dependenciesOf, type RuleExpr } from "./rule-ast.ts";

/**
 * A rule cut at its outermost `&&` into parts that can be answered at different times: `product` once a catalogue,
 * `customer` (and the occasion) once a selection, `mixed` once a pair. The rule holds where every part holds; an absent part
 * is true. Because truths are two-valued and nothing throws, the cut changes no answer.
 */
export type RuleParts = {
  readonly product?: RuleExpr;
  readonly customer?: RuleExpr;
  readonly mixed?: RuleExpr;
};

export function splitRule(expr: RuleExpr): RuleParts {
  const byKind: Record<keyof RuleParts, RuleExpr[]> = { product: [], customer: [], mixed: [] };
  for (const item of expr.op === "and" ? expr.items : [expr]) byKind[kindOf(item)].push(item);
  return {
    ...partOf("product", byKind.product),
    ...partOf("customer", byKind.customer),
    ...partOf("mixed", byKind.mixed),
  };
}

function kindOf(expr: RuleExpr): keyof RuleParts {
  const depends = dependenciesOf(expr);
  const isPersonal = depends.customer || depends.context;
  if (!isPersonal) return "product";
  return depends.product ? "mixed" : "customer";
}

function partOf(kind: keyof RuleParts, items: readonly RuleExpr[]): RuleParts {
  const [first, ...more] = items;
  if (first === undefined) return {};
  return { [kind]: more.length === 0 ? first : { op: "and", items } };
}
