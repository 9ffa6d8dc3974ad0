import type { Child } from "hono/jsx";
import { describedBy, FieldFrame, type FieldProps } from "./field.tsx";

export type Choice = { readonly value: string; readonly label: string; readonly hint?: Child };

export type SelectProps = FieldProps & { readonly options: readonly Choice[]; readonly value?: string | undefined };

/** One of many, folded. */
export function Select(props: SelectProps) {
  return (
    <FieldFrame field={props}>
      <select {...describedBy(props)} class="input">
        {props.options.map((option) => (
          <option value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export type CheckboxProps = {
  readonly name: string;
  readonly value?: string | undefined;
  readonly label: string;
  readonly hint?: Child;
  readonly isChecked?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
};

/** Yes or no. The whole box is the target. */
export function Checkbox(props: CheckboxProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        name={props.name}
        value={props.value ?? "yes"}
        checked={props.isChecked}
        disabled={props.isDisabled}
      />
      <span class="choice-text">
        <span class="choice-label">{props.label}</span>
        {props.hint === undefined ? null : <span class="hint">{props.hint}</span>}
      </span>
    </label>
  );
}

type CardsProps = {
  readonly name: string;
  readonly legend: string;
  readonly hint?: Child;
  readonly error?: string | undefined;
  readonly options: readonly Choice[];
  /** Beside each other where there is room. */
  readonly isSideBySide?: boolean | undefined;
};

export type RadioCardsProps = CardsProps & { readonly value?: string | undefined };

/** One of few, all in sight. */
export function RadioCards(props: RadioCardsProps) {
  return <ChoiceCards {...props} type="radio" isChosen={(value) => value === props.value} />;
}

export type CheckboxCardsProps = CardsProps & { readonly values: readonly string[] };

/** Any of some, all in sight. */
export function CheckboxCards(props: CheckboxCardsProps) {
  return <ChoiceCards {...props} type="checkbox" isChosen={(value) => props.values.includes(value)} />;
}

type ChoiceCardsProps = CardsProps & {
  readonly type: "radio" | "checkbox";
  readonly isChosen: (value: string) => boolean;
};

/** The fieldset has the id of a field, so that a summary of faults can lead to it. */
function ChoiceCards(props: ChoiceCardsProps) {
  const ids = [
    ...(props.hint === undefined ? [] : [`${props.name}-hint`]),
    ...(props.error === undefined ? [] : [`${props.name}-error`]),
  ];
  return (
    <fieldset id={`field-${props.name}`} tabindex={-1} aria-describedby={ids.length === 0 ? undefined : ids.join(" ")}>
      <legend>{props.legend}</legend>
      {props.hint === undefined ? null : (
        <p class="hint" id={`${props.name}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error === undefined ? null : (
        <p class="fault" id={`${props.name}-error`}>
          {props.error}
        </p>
      )}
      <div class={props.isSideBySide === true ? "choices side" : "choices"}>
        {props.options.map((option) => (
          <label class="choice">
            <input type={props.type} name={props.name} value={option.value} checked={props.isChosen(option.value)} />
            <span class="choice-text">
              <span class="choice-label">{option.label}</span>
              {option.hint === undefined ? null : <span class="hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
