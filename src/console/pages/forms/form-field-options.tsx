import { Button } from "#web/pages/button.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { codeFrom } from "#customers/forms/draft/form-draft.ts";
import type { FieldPart } from "./form-field-inputs.tsx";
import { inLocale } from "./form-words.tsx";

/** Rows to be filled in beside those that there are. */
const FREE_ROWS = 2;

/** The answers of a closed list: each with its words and its code, in an order that can be changed. */
export function Options(part: FieldPart) {
  const { field, faults } = part;
  const rows = field.options.length + FREE_ROWS;
  return (
    <div id="field-options" tabindex={-1} class="stack-tight">
      <p class="field-label">Answers</p>
      <p class="hint">The code is what rules ask for. Left empty, it is made of the words.</p>
      <input type="hidden" name="options" value={String(rows)} />
      {faults["options"] === undefined ? null : <p class="fault">{faults["options"]}</p>}
      <div class="stack-tight">
        {Array.from({ length: rows }, (_, index) => (
          <OptionRow part={part} place={index} isLast={index === field.options.length - 1} />
        ))}
      </div>
      <Button name="act" value="more-options">
        Keep these, and room for more
      </Button>
    </div>
  );
}

type RowProps = { readonly part: FieldPart; readonly place: number; readonly isLast: boolean };

function OptionRow({ part: { draft, field, faults }, place, isLast }: RowProps) {
  const option = field.options[place];
  const no = String(place + 1);
  const [own] = draft.locales;
  return (
    <Fieldset legend={option === undefined ? `Answer ${no} (new)` : `Answer ${no}`}>
      <div class="grid">
        {draft.locales.map((locale) => (
          <TextField
            name={`option.${place}.${locale}`}
            label={inLocale("Words", locale, draft)}
            value={option?.words[locale]}
            maxLength={300}
            autocomplete="off"
            error={faults[`option.${place}.${locale}`]}
          />
        ))}
        <TextField
          name={`option.${place}.code`}
          label="Code"
          placeholder={option?.code === "" ? codeFrom(option.words[own] ?? "", place) : undefined}
          value={option?.code}
          maxLength={80}
          autocomplete="off"
          error={faults[`option.${place}.code`]}
        />
      </div>
      {option === undefined ? null : (
        <div class="row">
          <Button isSmall name="act" value={`option-up:${place}`} isDisabled={place === 0} label={`Up: answer ${no}`}>
            ↑
          </Button>
          <Button isSmall name="act" value={`option-down:${place}`} isDisabled={isLast} label={`Down: answer ${no}`}>
            ↓
          </Button>
          <Button isSmall look="quiet" name="act" value={`option-remove:${place}`} label={`Remove answer ${no}`}>
            Remove
          </Button>
        </div>
      )}
    </Fieldset>
  );
}
