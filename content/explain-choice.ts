import { generalRefusal, slotRefusal } from "./explain-refusal.ts";
import type { Explanation, Refusal, SelectedItem, SelectionInput } from "./selection.ts";
import type { SelectorParts } from "./selector-parts.ts";
import { walkSlots } from "./walk-slots.ts";

/** Makes the selection again and watches one product through it. */
export function explainChoice(parts: SelectorParts, input: SelectionInput, productId: number): Explanation {
  const index = parts.catalogue.indexById.get(productId);
  const product = index === undefined ? undefined : parts.catalogue.products[index];
  if (index === undefined || product === undefined) return { kind: "unknown_product" };
  const isBought = product.isRepurchasable !== true && input.customer.boughtIds.includes(productId);
  const refusal = generalRefusal(product, input.nowMs, isBought);
  if (refusal !== undefined) return { kind: "not_chosen", cause: refusal, bySlot: [] };

  const bySlot: { slot: string; cause: Refusal }[] = [];
  let item: SelectedItem | undefined;
  walkSlots(parts, input, (step) => {
    item ??= step.filled.items.find((found) => found.productId === productId);
    if (item === undefined) bySlot.push({ slot: step.filled.slot, cause: slotRefusal(step.run, step, index) });
  });
  if (item !== undefined) return { kind: "chosen", item };
  return { kind: "not_chosen", cause: bySlot[0]?.cause ?? noSlots, bySlot };
}

const noSlots: Refusal = { code: "no_slots", words: "There is no slot to stand in.", data: {} };
