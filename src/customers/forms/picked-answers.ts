import type { Answers } from "./check-answers.ts";
import type { FormDefinition, FormField } from "./form-definition.ts";

/** Kinds whose answers are codes of the form's own, which can be counted; every other kind holds what somebody typed. */
export function isClosed({ kind }: Pick<FormField, "kind">): boolean {
  return kind === "choice" || kind === "choices" || kind === "scale" || kind === "consent" || kind === "reference";
}

/** What was picked from the form's closed lists, by field. */
export function pickedAnswers(
  { fields }: FormDefinition,
  answers: Answers,
): Readonly<Record<string, readonly string[]>> {
  const picked: Record<string, readonly string[]> = {};
  for (const field of fields) {
    const answer = answers[field.name];
    if (answer === undefined || !isClosed(field)) continue;
    if (answer.kind === "values") picked[field.name] = answer.values;
    else if (answer.kind === "number") picked[field.name] = [String(answer.number)];
    else if (answer.kind === "agreed") picked[field.name] = ["yes"];
    else if (answer.kind === "text") picked[field.name] = [answer.text];
  }
  return picked;
}
