import type { AnswerCounts } from "#customers/forms/count-answers.ts";
import type { Form } from "#customers/forms/find-form.ts";
import type { FormField } from "#customers/forms/form-definition.ts";
import { isClosed } from "#customers/forms/picked-answers.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { BarList } from "#web/pages/bar-list.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { count } from "#console/words.tsx";
import { formPath } from "./form-words.tsx";

/** A reference may be anything. */
const MOST_BARS = 20;

/** How often each answer was picked, question by question, in the form's own order and words. */
export function AnswerBars({ form, counts }: { readonly form: Form; readonly counts: AnswerCounts }) {
  const { definition, code } = form;
  const closed = definition.fields.filter(isClosed);
  if (counts.of === 0 || closed.length === 0) {
    return (
      <EmptyState title={counts.of === 0 ? "Nobody answered yet" : "Nothing here can be counted"}>
        {counts.of === 0
          ? "Each answer is counted here from the moment it is sent."
          : "Its questions are answered in words: they stand with the responses."}
      </EmptyState>
    );
  }
  return (
    <div class="stack">
      {closed.map((field) => (
        <Question form={form} field={field} counts={counts} />
      ))}
      <p class="hint">
        Of {counts.of === 1 ? "one response" : `the newest ${count(counts.of)} responses`}.{" "}
        <a href={formPath(code, "/responses")}>Each of them</a>
      </p>
    </div>
  );
}

type QuestionProps = { readonly form: Form; readonly field: FormField; readonly counts: AnswerCounts };

function Question({ form: { definition }, field, counts }: QuestionProps) {
  const say = (words: Readonly<Record<string, string>>) => pickWords(words, "en", definition.locale);
  const found = new Map(counts.counts.filter((one) => one.field === field.name).map((one) => [one.value, one.count]));
  const declared = declaredAnswers(field, say);
  const others = [...found.keys()].filter((value) => !declared.some((one) => one.value === value));
  const lines = [...declared, ...others.map((value) => ({ value, label: value }))];
  if (lines.length === 0) return <></>;
  const mean = field.kind === "scale" ? meanOf(found) : undefined;
  return (
    <Card title={say(field.label)}>
      <BarList
        label={`Answers to: ${say(field.label)}`}
        items={lines.slice(0, MOST_BARS).map(({ value, label }) => ({ label, value: found.get(value) ?? 0 }))}
        format={(value) => `${count(value)} (${String(Math.round((value / counts.of) * 100))} %)`}
      />
      {mean === undefined ? null : <p class="hint">On average {mean.toFixed(1)}</p>}
    </Card>
  );
}

function declaredAnswers(field: FormField, say: (words: Readonly<Record<string, string>>) => string) {
  if (field.kind === "consent") return [{ value: "yes", label: "Agreed" }];
  if (field.kind === "scale") {
    const { min = 0, max = 10 } = field;
    return Array.from({ length: max - min + 1 }, (_, index) => String(min + index)).map((value) => {
      return { value, label: value };
    });
  }
  return (field.options ?? []).map(({ value, label }) => ({ value, label: say(label) }));
}

function meanOf(found: ReadonlyMap<string, number>): number | undefined {
  const all = [...found].map(([value, times]) => [Number(value), times] as const);
  const people = all.reduce((sum, [, times]) => sum + times, 0);
  return people === 0 ? undefined : all.reduce((sum, [value, times]) => sum + value * times, 0) / people;
}
