import type { Fact } from "#customers/facts/fact.ts";
import type { StatedActivity } from "#customers/accounts/activity-fact.ts";
import type { Who } from "#customers/import/run/target-writer.ts";

/** What kind of fact rows stand for an imported record; the tables of each are in fact-tables.ts. */
export type Subject = "purchase" | "registration" | "survey" | "note" | "activity" | "event" | "demographic";

/** What one record says, and after grouping what all records of one key say together. */
export type FactDraft = {
  /** Numbers of the records. */
  readonly numbers: readonly number[];
  readonly who: Who;
  /** The record names her itself. */
  readonly isNamed: boolean;
  /** What was posted on an account, until it is known whose it is (place-activities.ts). */
  readonly posted?: { readonly account: string; readonly activity: StatedActivity } | undefined;
  readonly subject: Subject;
  /** Of the fact table's own rows: told again, it is the same fact. */
  readonly key: string;
  /** The order's total was in the file and is not the sum of its lines. */
  readonly hasTotal: boolean;
  readonly fact: Omit<Fact, "customer">;
};

/** Rows in a row that tell of one order or of one survey are one fact. */
export function isContinuation(draft: FactDraft, previous: FactDraft): boolean {
  return draft.key === previous.key && (draft.subject === "purchase" || draft.subject === "survey");
}

export function groupDrafts(drafts: readonly FactDraft[]): FactDraft[] {
  const groups: FactDraft[] = [];
  for (const draft of drafts) {
    const previous = groups.at(-1);
    if (previous !== undefined && isContinuation(draft, previous)) groups[groups.length - 1] = joined(previous, draft);
    else groups.push(draft);
  }
  return groups;
}

function joined(first: FactDraft, next: FactDraft): FactDraft {
  const { fact } = first;
  const numbers = [...first.numbers, ...next.numbers];
  if (fact.purchase === undefined || next.fact.purchase === undefined) {
    return { ...first, numbers, fact: { ...fact, answers: [...(fact.answers ?? []), ...(next.fact.answers ?? [])] } };
  }
  return { ...first, numbers, fact: withLines(first, [...fact.purchase.lines, ...next.fact.purchase.lines]) };
}

/** The order with other lines; its total follows them unless the file said one. */
export function withLines(
  { fact, hasTotal }: Pick<FactDraft, "fact" | "hasTotal">,
  lines: NonNullable<Fact["purchase"]>["lines"],
): FactDraft["fact"] {
  const { purchase } = fact;
  if (purchase === undefined) return fact;
  const totalMinor = hasTotal ? purchase.totalMinor : lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    ...fact,
    name: totalMinor < 0 ? "Order Refunded" : "Order Completed",
    properties: { ...fact.properties, total_minor: totalMinor },
    purchase: { ...purchase, lines, totalMinor },
  };
}
