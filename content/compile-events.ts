import { DAY_MS } from "#kernel/clock.ts";
import type { EventKey, EventList } from "./event-list.ts";
import { readerOf, type ValueOf } from "./read-field.ts";
import type { ScalarType } from "./rule-ast.ts";
import type { RuleScope } from "./rule-scope.ts";
import { numberKey, readDouble, readInt, type RuleInt } from "./rule-value.ts";

/** One property that must equal a value. */
export type CompiledCondition = { readonly key: EventKey; readonly wanted: ValueOf };

/** Events with that name and those properties, from `days` before now (inclusive) to now (inclusive). */
export function eventCount(event: string, where: readonly CompiledCondition[], days: number | undefined): ValueOf {
  return (scope) => {
    const { nowMs } = scope.context;
    const since = days === undefined ? -Infinity : nowMs - days * DAY_MS;
    return matches(event, where, scope)?.countBetween(since, nowMs) ?? 0;
  };
}

/** Whole days of 24 hours since the latest such event; missing where there is none. */
export function daysSinceEvent(event: string, where: readonly CompiledCondition[]): ValueOf {
  return (scope) => {
    const { nowMs } = scope.context;
    const latest = matches(event, where, scope)?.latestUntil(nowMs);
    return latest === undefined ? undefined : Math.floor((nowMs - latest) / DAY_MS);
  };
}

/** undefined where a wanted value is missing: then no event can match. */
function matches(event: string, where: readonly CompiledCondition[], scope: RuleScope): EventList | undefined {
  let found = scope.customer.eventsNamed(event);
  for (const { key, wanted } of where) {
    const value = wanted(scope);
    if (value === undefined) return undefined;
    found = found.where(key, value);
  }
  return found;
}

/** A number equals a number whether it was sent as int or as double; otherwise the types must agree. */
export function conditionOn(property: string, type: ScalarType, value: ValueOf): CompiledCondition {
  if (type !== "int" && type !== "double") {
    return { key: { property, name: `${type} ${property}`, keyOf: readerOf(type) }, wanted: value };
  }
  return {
    key: { property, name: `number ${property}`, keyOf: readNumber },
    wanted: (scope) => {
      const number = value(scope);
      return number === undefined ? undefined : numberKey(number as RuleInt);
    },
  };
}

function readNumber(given: unknown): RuleInt | undefined {
  const number = readInt(given) ?? readDouble(given);
  return number === undefined ? undefined : numberKey(number);
}
