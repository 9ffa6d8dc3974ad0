import type { Slot } from "#content/selection.ts";
import type { NewsletterInput } from "./newsletter.ts";

/** A newsletter's slots as the selector wants them, from its row. */
export function slotsOf(text: string): readonly Slot[] {
  const slots = JSON.parse(text) as NewsletterInput["slots"];
  return slots.map(({ explore, ...slot }) => ({ ...slot, explorationShare: explore }));
}
