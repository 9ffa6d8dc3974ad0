import { seedOf, unitOf } from "#kernel/random.ts";
import { answersFor } from "./answer-rules.ts";
import { addBit, emptyBits } from "./bitset.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { eventHistory } from "./event-history.ts";
import { fillSlot, type Placement } from "./fill-slot.ts";
import { itemOf } from "./make-item.ts";
import type { RuleContext, RuleCustomer } from "./rule-scope.ts";
import type { ProductScores } from "./score-products.ts";
import type { FilledSlot, SelectionInput } from "./selection.ts";
import type { SelectorParts } from "./selector-parts.ts";
import { runSlot, type SelectionRun, type SlotRun } from "./slot-run.ts";

/** One slot just filled, as a watcher sees it: before later slots take their products. */
export type FilledStep = {
  readonly run: SelectionRun;
  readonly slotRun: SlotRun;
  readonly placements: readonly Placement[];
  readonly filled: FilledSlot;
};

/** Fills the slots of one selection in their order. */
export function walkSlots(
  parts: SelectorParts,
  input: SelectionInput,
  watch?: (step: FilledStep) => void,
): readonly FilledSlot[] {
  const scores = parts.scoresOf(input);
  const run = startRun(parts, input, scores);
  return parts.snapshotAt(input.nowMs).slots.map((snapshot) => {
    const slotRun = runSlot(run, snapshot, contextOf(input, snapshot.slot.name));
    const placements = fillSlot(run, slotRun);
    const items = placements.map((placement, place) => itemOf({ parts, input, scores, slotRun }, placement, place + 1));
    const filled = { slot: snapshot.slot.name, items };
    watch?.({ run, slotRun, placements, filled });
    return filled;
  });
}

function startRun(parts: SelectorParts, input: SelectionInput, { base, foretold }: ProductScores): SelectionRun {
  const { catalogue } = parts;
  const key = seedOf(input.seed, input.occurrence);
  const gone = emptyBits(base.length);
  for (const id of input.customer.boughtIds) {
    const index = catalogue.indexById.get(id);
    if (index !== undefined && catalogue.products[index]?.isRepurchasable !== true) addBit(gone, index);
  }
  return {
    catalogue,
    answersIn: answersFor(catalogue, customerOf(input)),
    base,
    foretold,
    gone,
    tieOf: tiesBy(catalogue, key),
    chance: (...words) => unitOf(key, ...words),
  };
}

function customerOf({ customer, scores }: SelectionInput): RuleCustomer {
  return {
    attributes: customer.attributes,
    eventsNamed: eventHistory(customer.events),
    affinityByCategory: scores.affinityByCategory,
    segmentCodes: customer.segmentCodes,
    scoreByCode: customer.scoreByCode,
  };
}

function contextOf(input: SelectionInput, slot: string): RuleContext {
  const { channel, locale, date, nowMs, context } = input;
  return { slot, channel, locale, date, nowMs, attributes: context ?? {} };
}

const UNDRAWN = -1;

/** Most products never meet an equal score: the lot is drawn when one does. */
function tiesBy({ products }: CatalogueIndex, key: number): (index: number) => number {
  const drawn = new Float64Array(products.length).fill(UNDRAWN);
  return (index) => {
    const known = drawn[index] ?? 0;
    if (known !== UNDRAWN) return known;
    const lot = unitOf(key, "tie", products[index]?.id ?? 0);
    drawn[index] = lot;
    return lot;
  };
}
