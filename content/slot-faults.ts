import type { SelectorFault, Slot } from "./selection.ts";

/** What is wrong with the slots themselves. */
export function slotFaults(slots: readonly Slot[]): readonly SelectorFault[] {
  const known = new Set<string>();
  return slots.flatMap((slot) => {
    const messages = messagesOf(slot);
    if (known.has(slot.name)) messages.push("Two slots have this name.");
    known.add(slot.name);
    return messages.map((message) => ({ of: "slot" as const, id: slot.name, message }));
  });
}

const MAX_SIZE = 100;

function messagesOf({ size, maxPerCategory, explorationShare = 0 }: Slot): string[] {
  const messages: string[] = [];
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) messages.push(`A slot has 1 to ${MAX_SIZE} places.`);
  if (maxPerCategory !== undefined && !(Number.isInteger(maxPerCategory) && maxPerCategory >= 1)) {
    messages.push("The limit of one category is 1 or more.");
  }
  if (!(explorationShare >= 0 && explorationShare <= 1)) messages.push("The exploration share is between 0 and 1.");
  return messages;
}
