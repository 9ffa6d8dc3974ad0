import { forEachBit, hasBit } from "./bitset.ts";
import type { Placement } from "./fill-slot.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import type { ProductSet } from "./product.ts";
import type { Refusal } from "./selection.ts";
import { isWanted, type SelectionRun, type SlotRun } from "./slot-run.ts";

/** What keeps a product out of every slot; undefined where nothing does. */
export function generalRefusal(product: ProductSet, nowMs: number, isBought: boolean): Refusal | undefined {
  const { validFrom, validUntil, stock } = product;
  if (validFrom !== undefined && nowMs < validFrom) {
    return { code: "not_yet_valid", words: "It is not shown yet.", data: { validFrom } };
  }
  if (validUntil !== undefined && nowMs >= validUntil) {
    return { code: "expired", words: "It is no longer shown.", data: { validUntil } };
  }
  if (stock !== undefined && stock <= 0) return { code: "out_of_stock", words: "It is out of stock.", data: { stock } };
  if (isBought) return { code: "bought", words: "The customer bought it.", data: {} };
  return undefined;
}

/** The first thing that kept a product that is valid, in stock and not bought out of one filled slot. */
export function slotRefusal(run: SelectionRun, filled: FilledRun, index: number): Refusal {
  return (
    refusalByRule(filled.slotRun, index) ?? refusalByForecast(run, filled, index) ?? refusalByRank(run, filled, index)
  );
}

export type FilledRun = { readonly slotRun: SlotRun; readonly placements: readonly Placement[] };

function refusalByRule({ snapshot, holds }: SlotRun, index: number): Refusal | undefined {
  const unmet = snapshot.eligible.find((rule) => !holds(rule, index));
  if (unmet !== undefined) return byRule("not_eligible", "It does not meet", unmet);
  const met = snapshot.exclude.find((rule) => holds(rule, index));
  return met === undefined ? undefined : byRule("excluded", "It is excluded by", met);
}

function refusalByForecast({ foretold }: SelectionRun, { slotRun }: FilledRun, index: number): Refusal | undefined {
  const { choose } = slotRun.snapshot.slot;
  if (!slotRun.isForetold || choose === undefined || isWanted(foretold?.[index], choose)) return undefined;
  const words =
    choose === "next"
      ? "Nothing foretells that she will buy it next, and this slot shows only what is foretold."
      : "It is nothing foretold that would be new to her, and this slot shows only that.";
  return { code: "not_foretold", words, data: { choose } };
}

function byRule(code: "not_eligible" | "excluded", words: string, { rule }: PreparedRule): Refusal {
  return { code, words: `${words} "${rule.name}".`, data: { ruleId: rule.id, rule: rule.name } };
}

function refusalByRank(run: SelectionRun, { slotRun, placements }: FilledRun, index: number): Refusal {
  const { slot } = slotRun.snapshot;
  const { categoryOf, categories } = run.catalogue;
  const score = slotRun.scores[index] ?? 0;
  const lowest = placements.filter(({ how }) => how === "ranked").at(-1)?.index;
  const ahead = countAhead(run, slotRun, { index, placements });
  const isWorthAPlace = ahead < slot.size || lowest === undefined || slotRun.isBetter(index, lowest);
  const ofCategory = placements.filter((place) => categoryOf[place.index] === categoryOf[index]).length;
  if (isWorthAPlace && ofCategory >= (slot.maxPerCategory ?? Infinity)) {
    const category = categories[categoryOf[index] ?? 0] ?? "";
    const words = `The slot takes ${slot.maxPerCategory} of ${category} and has them.`;
    return { code: "category_full", words, data: { category, limit: slot.maxPerCategory ?? 0, score } };
  }
  if (isWorthAPlace) {
    const words = "Its place went to a product that is pinned, promoted or on trial.";
    return { code: "displaced", words, data: { score } };
  }
  const lowestScore = slotRun.scores[lowest ?? 0] ?? 0;
  const words = `${ahead} others rank higher: its score is ${score}, the lowest chosen ${lowestScore}.`;
  return { code: "outranked", words, data: { ahead, score, lowestScore } };
}

type Rival = { readonly index: number; readonly placements: readonly Placement[] };

/** Those that could have stood in this slot, or do, and rank higher. */
function countAhead(run: SelectionRun, slotRun: SlotRun, { index, placements }: Rival): number {
  const here = new Set(placements.map((place) => place.index));
  let ahead = 0;
  forEachBit(slotRun.candidates, (rival) => {
    const isRival = here.has(rival) || (!hasBit(run.gone, rival) && slotRun.isAccepted(rival));
    if (isRival && slotRun.isBetter(rival, index)) ahead += 1;
  });
  return ahead;
}
