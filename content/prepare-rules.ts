import { bitsWhere, type Bitset } from "./bitset.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { checkRule } from "./check-rule.ts";
import type { RuleTest } from "./compile-compare.ts";
import { compileTest } from "./compile-rule.ts";
import type { ProductSet } from "./product.ts";
import { dependenciesOf, partsOf, type ListExpr, type RuleExpr } from "./rule-ast.ts";
import type { SelectorFault, Slot } from "./selection.ts";
import { splitRule } from "./split-rule.ts";
import type { VendorRule } from "./vendor-rule.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

/**
 * A rule cut by what it needs to know (split-rule.ts): `members` is its answer over the whole catalogue, `gate` is asked
 * once a selection and slot, `pair` once a product. Absent parts are true.
 */
export type PreparedRule<Rule extends VendorRule = VendorRule> = {
  readonly rule: Rule;
  readonly members?: Bitset;
  readonly gate?: RuleTest;
  readonly pair?: RuleTest;
  /** The category is all that `pair` reads of the product. */
  readonly isPairByCategory: boolean;
  /** The answer may change from slot to slot. */
  readonly isAskingSlot: boolean;
};

export type PreparedRules = {
  readonly rules: readonly PreparedRule[];
  readonly faults: readonly SelectorFault[];
};

/** Compiles the vendor's rules over a catalogue, in the order of their priority. */
export function prepareRules(
  rules: readonly VendorRule[],
  catalogue: CatalogueIndex,
  { slots, vocabulary }: { readonly slots: readonly Slot[]; readonly vocabulary: RuleVocabulary },
): PreparedRules {
  const faults: SelectorFault[] = [];
  const prepared: PreparedRule[] = [];
  for (const rule of rules.toSorted(byPriority)) {
    const faulty = settingFaultOf(rule, slots);
    if (faulty !== undefined) faults.push({ of: "rule", id: rule.id, message: faulty });
    const checked = checkRule(rule.when, vocabulary);
    if (checked.ok) {
      prepared.push(prepareRule(rule, checked.value.expr, catalogue.products));
    } else faults.push(...checked.error.map((at) => ({ of: "rule" as const, id: rule.id, message: at.message, at })));
  }
  return { rules: prepared, faults };
}

function byPriority(left: VendorRule, right: VendorRule): number {
  if (left.priority !== right.priority) return right.priority - left.priority;
  return left.id < right.id ? -1 : 1;
}

function settingFaultOf(rule: VendorRule, slots: readonly Slot[]): string | undefined {
  if (!Number.isFinite(rule.priority)) return "The priority is a number.";
  const stranger = rule.slots?.find((name) => !slots.some((slot) => slot.name === name));
  if (stranger !== undefined) return `There is no slot ${stranger}.`;
  if (rule.kind === "boost" && !(Number.isFinite(rule.factor) && rule.factor > 0))
    return "A boost's factor is above 0.";
  if (rule.kind === "pin" && !(Number.isInteger(rule.position) && rule.position >= 1))
    return "A pin's position is 1 or more.";
  if (rule.kind === "promote" && !(rule.percent > 0 && rule.percent <= 100))
    return "A promotion's percentage is above 0 and at most 100.";
  return undefined;
}

/** The product part of a rule reads neither customer nor context. */
type ProductScope = { readonly product: ProductSet };

function prepareRule(rule: VendorRule, expr: RuleExpr, products: readonly ProductSet[]): PreparedRule {
  const parts = splitRule(expr);
  return {
    rule,
    isPairByCategory: parts.mixed !== undefined && readsOnlyCategory(parts.mixed),
    isAskingSlot: dependenciesOf(expr).slot,
    ...(parts.product === undefined ? {} : { members: membersOf(parts.product, products) }),
    ...(parts.customer === undefined ? {} : { gate: compileTest(parts.customer) }),
    ...(parts.mixed === undefined ? {} : { pair: compileTest(parts.mixed) }),
  };
}

function membersOf(expr: RuleExpr, products: readonly ProductSet[]): Bitset {
  const test = compileTest(expr) as (scope: ProductScope) => boolean;
  return bitsWhere(products.length, (index) => {
    const product = products[index];
    return product !== undefined && test({ product });
  });
}

function readsOnlyCategory(expr: RuleExpr | ListExpr): boolean {
  if (expr.op === "field" && expr.of === "product") return expr.name === "category";
  return partsOf(expr).every(readsOnlyCategory);
}
