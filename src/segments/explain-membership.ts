import { sql } from "drizzle-orm";
import { compileTest } from "#content/compile-rule.ts";
import { explainRule, type RuleExplanation } from "#content/explain-rule.ts";
import { isoOf, wallClockIn } from "#kernel/calendar.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { loadRuleCustomer } from "./load-customer.ts";
import { ruleProblem } from "./rule-faults.ts";
import { findSegment } from "./segment.ts";
import type { SegmentDeps } from "./segment-deps.ts";
import { checkSegmentRule } from "./segment-rule.ts";
import { loadSegmentVocabulary } from "./segment-vocabulary.ts";

export type Membership = {
  /** She is among the members. */
  readonly isMember: boolean;
  readonly enteredAt: string | null;
  /** The rule holds for her at this moment. Where it differs from `isMember`, the next tick brings her in or out. */
  readonly holdsNow: boolean;
  readonly explanation: RuleExplanation;
};

export type MembershipQuestion = { readonly code: string; readonly customer: string };

type Person = {
  readonly id: number;
  readonly zone: string;
  readonly locale: string;
  readonly enteredAt: number | null;
};

/** Why a customer is in a segment or not: each condition with its answer and what was found. */
export async function explainMembership(
  { store, clock }: SegmentDeps,
  { code, customer }: MembershipQuestion,
): Promise<Result<Membership, Problem>> {
  const segment = await findSegment(store, code);
  if (segment === undefined) return err(problem("not_found", "There is no such segment."));
  const [person] = await store.read<Person>(
    sql`select c.id as id, c.zone as zone, c.locale as locale, m.entered_at as enteredAt from customers named
      cross join customers c on c.id = coalesce(named.merged_into, named.id)
      left join segment_members m on m.segment_id = ${segment.id} and m.customer_id = c.id
      where named.code = ${customer} and c.erased_at is null`,
  );
  if (person === undefined) return err(problem("not_found", "There is no such customer."));
  const vocabulary = await loadSegmentVocabulary(store, code);
  const rule = checkSegmentRule(segment.when, vocabulary);
  if (!rule.ok) return err(ruleProblem(rule.error));
  const now = clock.now();
  const scope = {
    customer: await loadRuleCustomer(store, { customerId: person.id, fields: vocabulary.customer, now }),
    context: {
      slot: "",
      channel: "",
      locale: person.locale,
      date: wallClockIn(person.zone, now).date,
      nowMs: now,
      attributes: {},
    },
    product: noProduct,
  };
  return ok({
    isMember: person.enteredAt !== null,
    enteredAt: person.enteredAt === null ? null : isoOf(person.enteredAt),
    holdsNow: compileTest(rule.value.expr)(scope),
    explanation: explainRule(rule.value.expr, scope),
  });
}

/** A rule about customers alone never looks at it. */
const noProduct = {
  id: 0,
  code: "",
  category: "",
  priceMinor: 0,
  currency: "",
  tags: [],
  attributes: {},
};
