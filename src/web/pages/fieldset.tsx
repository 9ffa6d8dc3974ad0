import type { Child } from "hono/jsx";

export type FieldsetProps = {
  readonly legend: string;
  readonly hint?: Child;
  /** Fields beside each other where there is room. */
  readonly isSideBySide?: boolean | undefined;
  readonly children?: Child;
};

/** Fields that belong together, in a box. */
export function Fieldset({ legend, hint, isSideBySide, children }: FieldsetProps) {
  return (
    <fieldset class="box">
      <legend>{legend}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <div class={isSideBySide === true ? "fields side" : "fields"}>{children}</div>
    </fieldset>
  );
}
