export type Tone = "good" | "warn" | "bad" | "info" | "accent" | "neutral";

/** A state in a word. The word says it; the colour only helps. */
export function Badge({ tone = "neutral", label }: { readonly tone?: Tone | undefined; readonly label: string }) {
  return <span class={`badge ${tone}`}>{label}</span>;
}
