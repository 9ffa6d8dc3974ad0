import { codeFrom, type DraftField, type FormDraft } from "#customers/forms/draft/form-draft.ts";
import { CheckboxCards } from "#web/pages/choice-fields.tsx";
import type { FieldPart } from "./form-field-inputs.tsx";
import { questionOf } from "./form-words.tsx";

/** On which answers of earlier pages a question depends. What can't be chosen stands here too where it is set. */
export function Conditions({ draft, field, faults }: FieldPart) {
  // With one question to depend on, its words stand once.
  const earlier = draft.fields.filter((other) => other.key !== field.key && stepOf(other) < stepOf(field));
  const closed = earlier.filter((other) => answersOf(draft, other).length > 0);
  const only = closed.length === 1 ? closed[0] : undefined;
  const offered = closed.flatMap((other) =>
    answersOf(draft, other).map(({ hint, ...answer }) => (only === undefined ? { ...answer, hint } : answer)),
  );
  const set = field.when.filter((one) => !offered.some(({ value }) => value === one));
  const options = [
    ...offered,
    ...set.map((value) => ({ value, label: value, hint: "set, and not on an earlier page" })),
  ];
  return (
    <>
      <input type="hidden" name="conditions" value="1" />
      {options.length === 0 ? (
        <p class="quiet">
          On a later page than a question with a list of answers, it can be asked only after some of these answers.
        </p>
      ) : (
        <CheckboxCards
          name="when"
          legend={
            only === undefined ? "Asked only after" : `Asked only after these answers to “${questionOf(draft, only)}”`
          }
          hint={only === undefined ? "Answers to one question. Nothing ticked: always." : "Nothing ticked: always."}
          options={options}
          values={field.when}
          error={faults["when"] ?? faults["when.field"]}
          isSideBySide
        />
      )}
    </>
  );
}

function stepOf({ inputs }: DraftField): number {
  return Number(inputs["step"] ?? "1") || 1;
}

function answersOf(draft: FormDraft, field: DraftField) {
  const question = questionOf(draft, field);
  const line = (code: string, words: string) => ({ value: `${field.name}:${code}`, label: words, hint: question });
  switch (field.kind) {
    case "choice":
    case "choices":
      return field.options.map(({ code, words }, place) => {
        const own = words[draft.locales[0]] ?? "";
        return line(code === "" ? codeFrom(own, place) : code, own === "" ? code : own);
      });
    case "scale":
      return numbersOf(field).map((number) => line(String(number), String(number)));
    case "consent":
      return [line("yes", "She agreed")];
    default:
      return [];
  }
}

function numbersOf({ inputs }: DraftField): readonly number[] {
  const [min, max] = [Number(inputs["min"] ?? ""), Number(inputs["max"] ?? "")];
  if (!Number.isInteger(min) || !Number.isInteger(max) || max < min || max - min > 10) return [];
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}
