import { DAY_MS } from "#kernel/clock.ts";
import { readerOf, type ValueOf } from "./read-field.ts";
import type { ScalarType } from "./rule-ast.ts";
import type { RuleEvent, RuleScope } from "./rule-scope.ts";
import { isSameNumber, readDouble, readInt, type RuleInt, type RuleValue } from "./rule-value.ts";

/** One property that must equal a value of a known type. */
export type CompiledCondition = { readonly property: string; readonly type: ScalarType; readonly value: ValueOf };

const none: readonly RuleEvent[] = [];

/** Events with that name and those properties, from `days` before now (inclusive) to now (inclusive). */
export function eventCount(event: string, where: readonly CompiledCondition[], days: number | undefined): ValueOf {
  return (scope) => {
    const wanted = wantedValues(where, scope);
    if (wanted === undefined) return 0;
    const { nowMs } = scope.context;
    const since = days === undefined ? -Infinity : nowMs - days * DAY_MS;
    let count = 0;
    for (const found of scope.customer.eventsByName.get(event) ?? none) {
      if (found.at >= since && found.at <= nowMs && isMatch(found, where, wanted)) count += 1;
    }
    return count;
  };
}

/** Whole days of 24 hours since the latest such event; missing where there is none. */
export function daysSinceEvent(event: string, where: readonly CompiledCondition[]): ValueOf {
  return (scope) => {
    const wanted = wantedValues(where, scope);
    if (wanted === undefined) return undefined;
    const { nowMs } = scope.context;
    let latest = -Infinity;
    for (const found of scope.customer.eventsByName.get(event) ?? none) {
      if (found.at > latest && found.at <= nowMs && isMatch(found, where, wanted)) latest = found.at;
    }
    return latest === -Infinity ? undefined : Math.floor((nowMs - latest) / DAY_MS);
  };
}

const nothing: readonly RuleValue[] = [];

/** undefined where one of them is missing: then no event can match. */
function wantedValues(where: readonly CompiledCondition[], scope: RuleScope): readonly RuleValue[] | undefined {
  if (where.length === 0) return nothing;
  const wanted: RuleValue[] = [];
  for (const condition of where) {
    const value = condition.value(scope);
    if (value === undefined) return undefined;
    wanted.push(value);
  }
  return wanted;
}

function isMatch(event: RuleEvent, where: readonly CompiledCondition[], wanted: readonly RuleValue[]): boolean {
  for (const [index, condition] of where.entries()) {
    const value = wanted[index];
    if (value === undefined || !isEqual(event.properties[condition.property], value, condition.type)) return false;
  }
  return true;
}

/** A number equals a number whether it was sent as int or as double; otherwise the types must agree. */
function isEqual(given: unknown, wanted: RuleValue, type: ScalarType): boolean {
  if (type !== "int" && type !== "double") return readerOf(type)(given) === wanted;
  const number = readInt(given) ?? readDouble(given);
  return number !== undefined && isSameNumber(number, wanted as RuleInt);
}
