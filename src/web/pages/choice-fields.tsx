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

export type RadioCardsProps = {
  readonly name: string;
  readonly legend: string;
  readonly hint?: Child;
  readonly error?: string | undefined;
  readonly options: readonly Choice[];
  readonly value?: string | undefined;
  /** Beside each other where there is room. */
  readonly isSideBySide?: boolean | undefined;
};

/** One of few, all in sight. */
export function RadioCards(props: RadioCardsProps) {
  const ids = [
    ...(props.hint === undefined ? [] : [`${props.name}-hint`]),
    ...(props.error === undefined ? [] : [`${props.name}-error`]),
  ];
  return (
    <fieldset aria-describedby={ids.length === 0 ? undefined : ids.join(" ")}>
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
            <input type="radio" name={props.name} value={option.value} checked={option.value === props.value} />
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
