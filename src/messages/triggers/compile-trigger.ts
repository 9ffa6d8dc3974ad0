import { checkRule } from "#content/check-rule.ts";
import { compileTest } from "#content/compile-rule.ts";
import { dependenciesOf, type RuleExpr } from "#content/rule-ast.ts";
import type { RuleFault } from "#content/rule-fault.ts";
import type { RuleScope } from "#content/rule-scope.ts";
import type { FieldTypes, RuleVocabulary } from "#content/vocabulary.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { segmentSubject } from "./logs/segments-log.ts";
import type { LogName } from "./happening.ts";
import { asksNothing, asksOf, joinAsks, type RuleAsks } from "./rule-asks.ts";
import type { Trigger, TriggerInput } from "./trigger.ts";

type Test = (scope: RuleScope) => boolean;

/** The conditions of a trigger, ready to be asked. */
export type TriggerRules = {
  /** What of the condition the happening alone answers: asked first, before anything is read. */
  readonly ofHappening: Test;
  readonly ofCustomer: Test;
  readonly asks: RuleAsks;
  readonly exit: { readonly test: Test; readonly asks: RuleAsks } | undefined;
};

export type LiveTrigger = { readonly trigger: Trigger; readonly rules: TriggerRules; readonly fields: FieldTypes };

/** Checks the conditions against what the vendor declared; every fault with its place. */
export function compileTriggerRules(
  { when, wait, exit }: Pick<TriggerInput, "when" | "wait" | "exit">,
  declared: Pick<RuleVocabulary, "customer" | "segments">,
): Result<TriggerRules, readonly Fault[]> {
  const properties = when.kind === "event" ? when.properties : {};
  const entry =
    when.if === undefined ? ok(undefined) : checkAt("/when/if", when.if, vocabularyOf(declared, properties));
  const leave = exit.when === undefined ? ok(undefined) : checkAt("/exit/when", exit.when, vocabularyOf(declared, {}));
  if (!entry.ok || !leave.ok) return err([...(entry.ok ? [] : entry.error), ...(leave.ok ? [] : leave.error)]);
  const items = entry.value === undefined ? [] : entry.value.op === "and" ? entry.value.items : [entry.value];
  const asked = wait.kind === "date" && "attribute" in wait.of ? [wait.of.attribute] : [];
  const dates: RuleAsks = { ...asksNothing, attributeNames: new Set(asked.filter((name) => name !== "birthday")) };
  return ok({
    ofHappening: allOf(items.filter((item) => !dependenciesOf(item).customer)),
    ofCustomer: allOf(items.filter((item) => dependenciesOf(item).customer)),
    asks: joinAsks([...items.map(asksOf), dates]),
    exit: leave.value === undefined ? undefined : { test: compileTest(leave.value), asks: asksOf(leave.value) },
  });
}

/** Because truths are two-valued and nothing throws, the parts of an && may be asked at different times. */
function allOf(items: readonly RuleExpr[]): Test {
  const tests = items.map(compileTest);
  return (scope) => tests.every((test) => test(scope));
}

function vocabularyOf(
  { customer, segments }: Pick<RuleVocabulary, "customer" | "segments">,
  properties: FieldTypes,
): RuleVocabulary {
  return { customer, segments, product: {}, context: { date: "date", ...properties }, subject: "customer" };
}

function checkAt(pointer: string, source: string, vocabulary: RuleVocabulary): Result<RuleExpr, readonly Fault[]> {
  const checked = checkRule(source, vocabulary);
  if (checked.ok) return ok(checked.value.expr);
  return err(checked.error.map((fault) => ({ pointer, message: wordsOf(fault) })));
}

function wordsOf({ line, column, message }: RuleFault): string {
  return `Line ${line}, column ${column}: ${message}`;
}

/** The logs that a trigger follows, with what it listens for in each. */
export function subjectsOf({
  when,
  exit,
}: Pick<TriggerInput, "when" | "exit">): ReadonlyArray<{ readonly log: LogName; readonly subject: string }> {
  const exits = exit.events.map(({ name }) => ({ log: "events" as const, subject: name }));
  switch (when.kind) {
    case "event":
      return [{ log: "events", subject: when.name }, ...exits];
    case "segment":
      return [{ log: "segments", subject: segmentSubject(when.segment, when.change) }, ...exits];
    case "consent":
      return [{ log: "consents", subject: when.topic }, ...exits];
    case "date":
      return exits;
  }
}
