import { describedBy, FieldFrame, type FieldProps } from "./field.tsx";

export type TextFieldProps = FieldProps & {
  readonly type?: "text" | "email" | "tel" | "url" | "search" | "password" | "number" | "date" | "time" | undefined;
  readonly value?: string | undefined;
  /** HTML autocomplete token; WCAG 1.3.5 asks for it where the field is about the user. */
  readonly autocomplete?: string | undefined;
  readonly inputMode?: "numeric" | "decimal" | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
  /** As wide as its content. */
  readonly isShort?: boolean | undefined;
};

/** One line. */
export function TextField(props: TextFieldProps) {
  return (
    <FieldFrame field={props}>
      <input
        {...describedBy(props)}
        class={props.isShort === true ? "input short" : "input"}
        type={props.type ?? "text"}
        value={props.value}
        autocomplete={props.autocomplete}
        inputmode={props.inputMode}
        min={props.min}
        max={props.max}
        maxlength={props.maxLength}
        placeholder={props.placeholder}
      />
    </FieldFrame>
  );
}

export type TextAreaProps = FieldProps & {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  /** Monospaced: rules, JSON. */
  readonly isCode?: boolean | undefined;
  readonly maxLength?: number | undefined;
};

/** Several lines. */
export function TextArea(props: TextAreaProps) {
  return (
    <FieldFrame field={props}>
      <textarea
        {...describedBy(props)}
        class={props.isCode === true ? "input code" : "input"}
        rows={props.rows ?? 4}
        maxlength={props.maxLength}
        spellcheck={props.isCode === true ? false : undefined}
      >
        {props.value}
      </textarea>
    </FieldFrame>
  );
}
