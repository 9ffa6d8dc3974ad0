import type { Child } from "hono/jsx";

/** What every control has in common. `name` is also the stem of its ids, so it is unique in a page unless `id` is given. */
export type FieldProps = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: string;
  readonly hint?: Child;
  /** What is wrong and how to put it right. */
  readonly error?: string | undefined;
  readonly isRequired?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
};

/** The attributes that tie a control to its hint and its error (WCAG 3.3.1, 1.3.1). */
export function describedBy(props: FieldProps) {
  const id = idOf(props);
  const ids = [
    ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ...(props.error === undefined ? [] : [`${id}-error`]),
  ];
  return {
    id,
    name: props.name,
    required: props.isRequired,
    disabled: props.isDisabled,
    "aria-describedby": ids.length === 0 ? undefined : ids.join(" "),
    "aria-invalid": props.error === undefined ? undefined : ("true" as const),
  };
}

/** Label, hint and error around a control. */
export function FieldFrame({ field, children }: { readonly field: FieldProps; readonly children?: Child }) {
  const id = idOf(field);
  return (
    <div class="field">
      <label for={id}>{field.label}</label>
      {field.hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      )}
      {field.error === undefined ? null : (
        <p class="fault" id={`${id}-error`}>
          {field.error}
        </p>
      )}
      {children}
    </div>
  );
}

function idOf(props: FieldProps): string {
  return props.id ?? `field-${props.name}`;
}
