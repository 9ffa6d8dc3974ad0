import type { Fault } from "#kernel/problem.ts";
import { checkRule } from "#content/check-rule.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";

/** Faults of a rule's source with their places in words: "Line 2, column 14: …". */
export function ruleFaults(when: string, vocabulary: RuleVocabulary, pointer = "/when"): readonly Fault[] {
  const checked = checkRule(when, vocabulary);
  if (checked.ok) return [];
  return checked.error.map(({ line, column, message }) => ({
    pointer,
    message: `Line ${line}, column ${column}: ${message}`,
  }));
}
