import type { AttributeDefinition } from "#customers/attributes.ts";
import type { DraftField, FormDraft } from "#customers/forms/draft/form-draft.ts";
import { fieldKinds } from "#customers/forms/form-definition.ts";
import { Checkbox, RadioCards, Select } from "#web/pages/choice-fields.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { Conditions } from "./form-field-conditions.tsx";
import { Options } from "./form-field-options.tsx";
import { becomesChoices } from "./form-field-targets.ts";
import { inLocale, kindWords, localeWords } from "./form-words.tsx";

/** Inputs of a question that stand once, and groups of words that stand once for each language. */
export const singleInputs = [
  "step",
  "becomes",
  "key",
  "category",
  "purpose",
  "topic",
  "min",
  "max",
  "maxLength",
  "from",
  "until",
] as const;
export const wordGroups = ["label", "hint", "low", "high"] as const;

export type FieldPart = { readonly draft: FormDraft; readonly field: DraftField; readonly faults: FieldFaults };

const labels: Readonly<Record<(typeof singleInputs)[number] | (typeof wordGroups)[number], string>> = {
  step: "Page of the form",
  becomes: "The answer becomes",
  key: "Its name there",
  category: "An interest in the category",
  purpose: "She agrees to",
  topic: "Topic",
  min: "At least",
  max: "At most",
  maxLength: "Characters at most",
  from: "Earliest date",
  until: "Latest date",
  label: "Question",
  hint: "Help below it",
  low: "What the lowest number means",
  high: "What the highest number means",
};

/** Labels of the page's inputs by their names, for the summary of faults. */
export function fieldLabels(draft: FormDraft, { options }: DraftField): Readonly<Record<string, string>> {
  const words = draft.locales.flatMap((locale) =>
    wordGroups.map((name) => [`${name}.${locale}`, inLocale(labels[name], locale, draft)] as const),
  );
  const rows = options.flatMap((_, index) => [
    ...draft.locales.map(
      (locale) => [`option.${index}.${locale}`, inLocale(`Answer ${String(index + 1)}`, locale, draft)] as const,
    ),
    [`option.${index}.code`, `Code of answer ${String(index + 1)}`] as const,
  ]);
  const others = { options: "Answers", name: "Name", when: "Asked only after" };
  return { ...Object.fromEntries(words), ...Object.fromEntries(rows), ...labels, ...others };
}

type InputsProps = FieldPart & { readonly attributes: ReadonlyMap<string, AttributeDefinition> };

/** Everything about one question that its kind has. */
export function FieldInputs({ attributes, ...part }: InputsProps) {
  const { draft, field, faults } = part;
  const { kind, inputs } = field;
  const hasOptions = kind === "choice" || kind === "choices";
  const [own, ...more] = draft.locales;
  return (
    <>
      <Select
        name="kind"
        label="How it is answered"
        hint="Another kind shows its own settings after it is saved."
        options={fieldKinds.map((value) => ({ value, label: kindWords[value] }))}
        value={kind}
      />
      <Words part={part} locale={own} />
      {more.map((locale) => (
        <Folded part={part} locale={locale} />
      ))}
      {kind === "reference" ? null : (
        <Checkbox
          name="required"
          label={kind === "consent" ? "Nothing can be sent without it" : "An answer is needed"}
          isChecked={inputs["required"] === "yes"}
        />
      )}
      {hasOptions ? <Options {...part} /> : null}
      <Limits {...part} />
      {kind === "consent" ? <Agrees {...part} /> : <Becomes {...part} choices={becomesChoices(field, attributes)} />}
      <Fieldset legend="Where it stands" isSideBySide>
        <TextField
          {...textInput(part, "step")}
          hint="1 to 10: what stands on one page is asked at once"
          inputMode="numeric"
          isShort
        />
        <TextField
          name="name"
          label="Name"
          hint="Unique in the form; small letters and _"
          value={field.name}
          maxLength={40}
          autocomplete="off"
          error={faults["name"]}
        />
      </Fieldset>
      <Conditions {...part} />
    </>
  );
}

function textInput({ field: { inputs }, faults }: FieldPart, name: (typeof singleInputs)[number]) {
  return { name, label: labels[name], value: inputs[name], error: faults[name], autocomplete: "off" };
}

function Words({ part: { draft, field, faults }, locale }: { readonly part: FieldPart; readonly locale: string }) {
  const input = (name: (typeof wordGroups)[number], label = labels[name]) => ({
    name: `${name}.${locale}`,
    label: inLocale(label, locale, draft),
    value: field.inputs[`${name}.${locale}`],
    error: faults[`${name}.${locale}`],
  });
  const isConsent = field.kind === "consent";
  if (field.kind === "reference") return <TextField {...input("label")} maxLength={300} />;
  return (
    <>
      {isConsent ? (
        <TextArea
          {...input("label", "What she agrees to, word for word")}
          hint="These words are kept with each consent, in the language that she read."
          rows={4}
          maxLength={2_000}
        />
      ) : (
        <TextField {...input("label")} maxLength={2_000} />
      )}
      <TextField {...input("hint")} hint="May be left empty." maxLength={300} />
      {field.kind === "scale" ? (
        <>
          <TextField {...input("low")} maxLength={300} />
          <TextField {...input("high")} maxLength={300} />
        </>
      ) : null}
    </>
  );
}

/** Another language's words, in sight where something in them is wrong. */
function Folded({ part, locale }: { readonly part: FieldPart; readonly locale: string }) {
  const isFaulty = Object.keys(part.faults).some((name) => name.endsWith(`.${locale}`));
  return (
    <details class="card" open={isFaulty}>
      <summary>{localeWords(locale)}</summary>
      <div class="stack-tight">
        <Words part={part} locale={locale} />
      </div>
    </details>
  );
}

/** Which limits a kind has. */
function Limits(part: FieldPart) {
  const { kind } = part.field;
  if (kind === "short_text" || kind === "long_text") {
    const usual = kind === "short_text" ? "200" : "2,000";
    return <TextField {...textInput(part, "maxLength")} hint={`${usual} unless told`} inputMode="numeric" isShort />;
  }
  if (kind === "date") {
    return (
      <Fieldset legend="Which dates" isSideBySide>
        <TextField {...textInput(part, "from")} type="date" isShort />
        <TextField {...textInput(part, "until")} type="date" isShort />
      </Fieldset>
    );
  }
  if (kind !== "number" && kind !== "scale" && kind !== "choices") return <></>;
  const legend = kind === "scale" ? "From which number to which" : kind === "choices" ? "How many" : "Which numbers";
  return (
    <Fieldset legend={legend} hint={kind === "scale" ? "Eleven numbers at most." : undefined} isSideBySide>
      <TextField {...textInput(part, "min")} inputMode="decimal" isShort />
      <TextField {...textInput(part, "max")} inputMode="decimal" isShort />
    </Fieldset>
  );
}

function Agrees(part: FieldPart) {
  const { inputs } = part.field;
  return (
    <Fieldset legend="What the box agrees to">
      <RadioCards
        name="purpose"
        legend={labels.purpose}
        options={[
          { value: "receive", label: "receive e-mail", hint: "The form needs an e-mail address and a confirmation." },
          { value: "track", label: "have clicks kept under her name" },
        ]}
        value={inputs["purpose"] ?? "receive"}
        error={part.faults["purpose"]}
      />
      <TextField
        {...textInput(part, "topic")}
        hint="Of e-mail: a newsletter’s topic; empty: every topic"
        maxLength={100}
      />
    </Fieldset>
  );
}

type BecomesProps = FieldPart & { readonly choices: ReturnType<typeof becomesChoices> };

function Becomes({ choices, ...part }: BecomesProps) {
  const { inputs, name } = part.field;
  return (
    <Fieldset legend="What the answer becomes">
      <Select
        name="becomes"
        label={labels.becomes}
        hint="Rules ask attributes by their names, and answers and interests by what she did."
        options={choices}
        value={inputs["becomes"]}
        error={part.faults["becomes"]}
      />
      <TextField
        {...textInput(part, "key")}
        hint={`Of an answer, an event’s property or a demographic fact; “${name}” where it is empty`}
        maxLength={40}
      />
      <TextField {...textInput(part, "category")} hint="Of a survey answer; may be left empty" maxLength={100} />
    </Fieldset>
  );
}
