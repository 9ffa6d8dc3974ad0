import type { WalkedLine } from "./walk-flow.ts";

const speakers = { us: "We say", her: "She presses", note: "What happens" } as const;

/** A call as it is read: ours at the beginning of the line, hers at its end, and what happens between. */
export function Conversation({
  lines,
  language,
}: {
  readonly lines: readonly WalkedLine[];
  readonly language?: string;
}) {
  return (
    <ol class="bubbles call">
      {lines.map(({ by, text }) => (
        <li class={by}>
          <span class="hidden-words">{speakers[by]}: </span>
          <p
            class={by === "note" ? "quiet" : "bubble"}
            dir="auto"
            {...(by === "us" && language !== undefined ? { lang: language } : {})}
          >
            {text}
          </p>
        </li>
      ))}
    </ol>
  );
}
