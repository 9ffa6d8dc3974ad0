import type { Child } from "hono/jsx";

export type PaceOptionProps = {
  readonly value: string;
  readonly label: string;
  readonly hint?: Child;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
  /** Words on the fold that holds the fields of this choice. */
  readonly foldLabel?: string;
  readonly children?: Child;
};

/** One way to say when: a radio button, and under it, folded away until it is chosen, what more it asks. */
export function PaceOption({ value, label, hint, isChosen, isDisabled, foldLabel, children }: PaceOptionProps) {
  return (
    <div class="option">
      <label class="choice">
        <input type="radio" name="kind" value={value} checked={isChosen} disabled={isDisabled === true} />
        <span class="choice-text">
          <span class="choice-label">{label}</span>
          {hint === undefined ? null : <span class="hint">{hint}</span>}
        </span>
      </label>
      {children === undefined ? null : (
        <details open={isChosen}>
          <summary>
            {foldLabel}
            <span class="hidden-words">: {label}</span>
          </summary>
          <div class="option-more stack-tight">{children}</div>
        </details>
      )}
    </div>
  );
}
