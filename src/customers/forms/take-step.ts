import { type AnswerDeps, type AnswerFaults, type Answers, checkAnswers } from "./check-answers.ts";
import type { FormDefinition } from "./form-definition.ts";
import type { Submission, Typed } from "./read-submission.ts";
import { askedFields, stepsOf } from "./shown-fields.ts";

/** What a form does with what was sent: it asks a step, again or next, or it has all its answers. */
export type Taken =
  | { readonly kind: "ask"; readonly step: number; readonly faults: AnswerFaults }
  | { readonly kind: "done"; readonly answers: Answers };

/** A step back, a step on, or the end; a faulty answer leads to the first step that has one. */
export function takeStep(
  deps: AnswerDeps,
  definition: FormDefinition,
  { typed, step: current, act }: Pick<Submission, "typed" | "step" | "act">,
): Taken {
  const steps = stepsOf(definition, typed);
  if (act === "back") {
    const before = steps.findLast((step) => step < current);
    return { kind: "ask", step: before ?? firstStep(definition, typed), faults: {} };
  }
  const asked = askedFields(definition, typed);
  const next = steps.find((step) => step > current);
  const read = checkAnswers(deps, next === undefined ? asked : asked.filter(({ step }) => step <= current), typed);
  if (!read.ok) {
    const faulty = asked.filter(({ name }) => read.error[name] !== undefined).map(({ step }) => step);
    return { kind: "ask", step: Math.min(...faulty), faults: read.error };
  }
  return next === undefined ? { kind: "done", answers: read.value } : { kind: "ask", step: next, faults: {} };
}

export function firstStep(definition: FormDefinition, typed: Typed): number {
  return stepsOf(definition, typed)[0] ?? 1;
}
