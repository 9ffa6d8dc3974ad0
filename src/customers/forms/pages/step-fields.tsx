import type { AnswerFaults } from "#customers/forms/check-answers.ts";
import type { FormDefinition, FormField } from "#customers/forms/form-definition.ts";
import { answerName, type Typed } from "#customers/forms/read-submission.ts";
import { askedFields, stepsOf } from "#customers/forms/shown-fields.ts";
import { FieldOf } from "./field-of.tsx";
import type { FormWords } from "./form-words.ts";

/** One step of a form, given what was answered so far. */
export type FormStep = {
  readonly shown: readonly FormField[];
  /** From 0. */
  readonly place: number;
  readonly steps: number;
  /** Nothing follows, whatever is answered here. */
  readonly isEnd: boolean;
};

export function formStep(form: FormDefinition, typed: Typed, step: number): FormStep {
  const shown = askedFields(form, typed).filter((field) => field.step === step && field.kind !== "reference");
  const steps = stepsOf(form, typed);
  const place = Math.max(0, steps.indexOf(step));
  const isLast = place === steps.length - 1;
  const mayBranch = form.fields.some(({ when }) => when !== undefined && shown.some(({ name }) => name === when.field));
  return { shown, place, steps: steps.length, isEnd: isLast && !mayBranch };
}

export type StepFieldsProps = {
  readonly form: FormDefinition;
  readonly shown: readonly FormField[];
  readonly locale: string;
  readonly words: FormWords;
  readonly typed: Typed;
  readonly faults: AnswerFaults;
};

/** The step's questions; what was answered on others rides along, so that nothing is kept before the last one is sent. */
export function StepFields({ form, shown, locale, words, typed, faults }: StepFieldsProps) {
  return (
    <>
      {form.fields
        .filter((field) => !shown.includes(field))
        .flatMap(({ name }) =>
          (typed[name] ?? []).map((value) => <input type="hidden" name={answerName(name)} value={value} />),
        )}
      {shown.map((field) => {
        const fault = faults[field.name];
        return (
          <FieldOf
            form={form}
            field={field}
            locale={locale}
            words={words}
            typed={typed[field.name] ?? []}
            error={fault === undefined ? undefined : words.fault(fault)}
          />
        );
      })}
    </>
  );
}
