import type { RuleTest } from "./compile-compare.ts";
import type { ValueOf } from "./read-field.ts";
import { isSameNumber, type RuleInt, type RuleValue } from "./rule-value.ts";

type WrittenList = {
  readonly isNumeric: boolean;
  /** The value of each item that is a literal, else undefined. */
  readonly written: ReadonlyArray<RuleValue | undefined>;
  readonly items: readonly ValueOf[];
};

/** `value in […]`: a look-up where all items are literals, else a walk. Missing items equal nothing. */
export function membership(value: ValueOf, { isNumeric, written, items }: WrittenList): RuleTest {
  if (written.every((item) => item !== undefined)) {
    // Set equality is ===, which tells a bigint from the double of the same value: those are walked below.
    const known = new Set<RuleValue>(written);
    const hasBig = written.some((item) => typeof item === "bigint");
    return (scope) => {
      const wanted = value(scope);
      if (wanted === undefined) return false;
      if (known.has(wanted)) return true;
      const isCrossing = isNumeric && (hasBig || typeof wanted === "bigint");
      return isCrossing && written.some((item) => isSameNumber(item as RuleInt, wanted as RuleInt));
    };
  }
  return (scope) => {
    const wanted = value(scope);
    if (wanted === undefined) return false;
    for (const item of items) {
      const found = item(scope);
      if (found === undefined) continue;
      if (found === wanted || (isNumeric && isSameNumber(found as RuleInt, wanted as RuleInt))) return true;
    }
    return false;
  };
}
