import { hasBit } from "./bitset.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import type { RuleContext, RuleCustomer, RuleScope } from "./rule-scope.ts";

/** Answers of one prepared rule for one customer in one slot. */
type RuleAnswer = {
  /** The part that asks no product. Where it is false the rule holds for no product. */
  readonly isOpen: boolean;
  /** The whole rule for the product at an index. */
  readonly holds: (index: number) => boolean;
};

export type RuleAnswers = (rule: PreparedRule) => RuleAnswer;

/**
 * Asks each rule as seldom as it allows: gates once, pairs once a product, or once a category where the category is all that
 * a pair reads of the product; and rules that do not read the slot once for all slots of the selection.
 */
export function answersFor(catalogue: CatalogueIndex, customer: RuleCustomer): (context: RuleContext) => RuleAnswers {
  const forAllSlots = new Map<PreparedRule, RuleAnswer>();
  return (context) => {
    const forThisSlot = new Map<PreparedRule, RuleAnswer>();
    return (rule) => {
      const known = rule.isAskingSlot ? forThisSlot : forAllSlots;
      let answer = known.get(rule);
      if (answer === undefined) {
        answer = answerOf(rule, catalogue, { customer, context });
        known.set(rule, answer);
      }
      return answer;
    };
  };
}

const closed: RuleAnswer = { isOpen: false, holds: () => false };
const [UNASKED, YES, NO] = [0, 1, 2];

function answerOf(rule: PreparedRule, catalogue: CatalogueIndex, occasion: Omit<RuleScope, "product">): RuleAnswer {
  const { members, gate, pair } = rule;
  const { products, categoryOf, categories } = catalogue;
  const [first] = products;
  if (first === undefined) return closed;
  // One scope for all pairs, moved from product to product.
  const scope: { -readonly [Part in keyof RuleScope]: RuleScope[Part] } = { ...occasion, product: first };
  if (gate !== undefined && !gate(scope)) return closed;
  const isMember = (index: number) => members === undefined || hasBit(members, index);
  if (pair === undefined) return { isOpen: true, holds: isMember };
  const isByCategory = rule.isPairByCategory;
  const answers = new Uint8Array(isByCategory ? categories.length : products.length);
  const holds = (index: number) => {
    if (!isMember(index)) return false;
    const place = isByCategory ? (categoryOf[index] ?? 0) : index;
    if (answers[place] === UNASKED) {
      scope.product = products[index] ?? first;
      answers[place] = pair(scope) ? YES : NO;
    }
    return answers[place] === YES;
  };
  return { isOpen: true, holds };
}
