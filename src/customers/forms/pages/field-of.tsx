import { CheckboxCards, RadioCards, Select } from "#web/pages/choice-fields.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import type { FormDefinition, FormField } from "#customers/forms/form-definition.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { answerName } from "#customers/forms/read-submission.ts";
import type { FormWords } from "./form-words.ts";

export type FieldViewProps = {
  readonly form: FormDefinition;
  readonly field: FormField;
  readonly locale: string;
  readonly words: FormWords;
  readonly typed: readonly string[];
  readonly error: string | undefined;
};

/** More than so many answers are folded. */
const MOST_IN_SIGHT = 7;

const autocomplete: Readonly<Record<string, string>> = {
  email: "email",
  phone: "tel",
  firstName: "given-name",
  lastName: "family-name",
  birthOn: "bday",
};

/** The control of a field. Nothing is checked by the browser alone: a page without script says the same things. */
export function FieldOf({ form, field, locale, words, typed, error }: FieldViewProps) {
  const say = (text: Readonly<Record<string, string>> | undefined) =>
    text === undefined ? undefined : pickWords(text, locale, form.locale);
  const name = say(field.label) ?? "";
  const label = field.isRequired || field.kind === "consent" ? name : `${name} (${words.optional})`;
  const common = { name: answerName(field.name), label, hint: say(field.hint), error };
  const cards = { name: common.name, legend: label, hint: common.hint, error };
  const [value = ""] = typed;
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) ?? "" }));
  switch (field.kind) {
    case "long_text":
      return <TextArea {...common} value={value} maxLength={field.maxLength ?? 2_000} />;
    case "choice":
      if (options.length <= MOST_IN_SIGHT)
        return <RadioCards {...cards} options={options} value={value} isSideBySide />;
      return <Select {...common} options={[{ value: "", label: words.none }, ...options]} value={value} />;
    case "choices":
      return <CheckboxCards {...cards} options={options} values={typed} isSideBySide />;
    case "consent":
      return <CheckboxCards {...cards} legend="" options={[{ value: "yes", label }]} values={typed} />;
    case "scale":
      return <Scale field={field} cards={cards} value={value} ends={[say(field.low), say(field.high)]} />;
    case "reference":
      return <></>;
    default:
      return (
        <TextField
          {...common}
          value={value}
          {...inputOf(field)}
          autocomplete={field.target?.to === "identity" ? autocomplete[field.target.part] : undefined}
        />
      );
  }
}

function inputOf({ kind, from, until, maxLength = 200 }: FormField) {
  if (kind === "email") return { type: "email", maxLength: 320 } as const;
  if (kind === "phone") return { type: "tel", maxLength: 40 } as const;
  if (kind === "date") return { type: "date", min: from, max: until, isShort: true } as const;
  // A number field of a browser takes a wheel's turn for an answer and drops what it can't read.
  if (kind === "number") return { type: "text", inputMode: "decimal", maxLength: 24, isShort: true } as const;
  return { type: "text", maxLength } as const;
}

type ScaleProps = {
  readonly field: FormField;
  readonly cards: {
    readonly name: string;
    readonly legend: string;
    readonly hint: string | undefined;
    readonly error: string | undefined;
  };
  readonly value: string;
  readonly ends: readonly [low: string | undefined, high: string | undefined];
};

/** Numbers in a row with what the ends mean below them; each end's meaning is heard with its number. */
function Scale({ field: { min = 0, max = 10 }, cards, value, ends: [low, high] }: ScaleProps) {
  const numbers = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const meaning = (number: number) => (number === min ? low : number === max ? high : undefined);
  const options = numbers.map((number) => {
    const hint = meaning(number);
    return { value: String(number), label: String(number), ...(hint === undefined ? {} : { hint }) };
  });
  return (
    <div class="scale">
      <RadioCards {...cards} options={options} value={value} />
      {low === undefined && high === undefined ? null : (
        <p class="scale-ends" aria-hidden="true">
          <span>{low === undefined ? "" : `${String(min)}: ${low}`}</span>
          <span>{high === undefined ? "" : `${String(max)}: ${high}`}</span>
        </p>
      )}
    </div>
  );
}
