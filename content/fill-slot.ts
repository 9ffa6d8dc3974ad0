import { addBit, forEachBit, hasBit } from "./bitset.ts";
import { rankByCategory } from "./category-ranking.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import type { SelectionRun, SlotRun } from "./slot-run.ts";

/** Why a product stands where it stands. */
export type Placement = {
  readonly index: number;
  readonly how: "pinned" | "promoted" | "trial" | "ranked";
  /** The rule that put it there. */
  readonly by?: PreparedRule;
};

/**
 * Fills one slot, place by place: a pin's product, else at times one tried at random, else the best; once the places left are
 * only just enough for what promotions still ask, the best of those that match. Then ranked and promoted products stand in
 * the order of their scores among the places that they have. Everything placed is marked as gone for later slots.
 */
export function fillSlot(run: SelectionRun, slotRun: SlotRun): readonly Placement[] {
  const { size } = slotRun.snapshot.slot;
  const filling = startFilling(run, slotRun);
  const pinned = placePins(filling);
  const places: Placement[] = [];
  let pinsAhead = pinned.size;
  for (let position = 1; position <= size; position += 1) {
    const pin = pinned.get(position);
    if (pin !== undefined) {
      places.push(pin);
      pinsAhead -= 1;
      continue;
    }
    const placed = placeNext(filling, position, size - position + 1 - pinsAhead);
    if (placed !== undefined) places.push(placed);
  }
  return inScoreOrder(places, slotRun);
}

type Promotion = { readonly prepared: PreparedRule; needed: number };

type Filling = {
  readonly run: SelectionRun;
  readonly slotRun: SlotRun;
  readonly promotions: readonly Promotion[];
  readonly nextBest: () => number | undefined;
  readonly isOpen: (category: number) => boolean;
  /** May still be placed, the category limit aside. */
  readonly isFree: (index: number) => boolean;
  readonly take: (placement: Placement) => Placement;
};

function startFilling(run: SelectionRun, slotRun: SlotRun): Filling {
  const { slot, promotes } = slotRun.snapshot;
  const { categoryOf } = run.catalogue;
  const limit = slot.maxPerCategory ?? Infinity;
  const counts = new Map<number, number>();
  const isOpen = (category: number) => (counts.get(category) ?? 0) < limit;
  const isFree = (index: number) =>
    hasBit(slotRun.candidates, index) && !hasBit(run.gone, index) && slotRun.isAccepted(index);
  const ranking = rankByCategory(slotRun.candidates, categoryOf, slotRun.isBetter);
  const promotions = promotes.map((prepared) => ({
    prepared,
    needed: Math.ceil((slot.size * prepared.rule.percent) / 100),
  }));
  return {
    run,
    slotRun,
    promotions,
    isOpen,
    isFree,
    nextBest: () => {
      let index = ranking.next(isOpen);
      while (index !== undefined && !isFree(index)) index = ranking.next(isOpen);
      return index;
    },
    take: (placement) => {
      const category = categoryOf[placement.index] ?? -1;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      addBit(run.gone, placement.index);
      for (const promotion of promotions) {
        if (promotion.needed > 0 && slotRun.holds(promotion.prepared, placement.index)) promotion.needed -= 1;
      }
      return placement;
    },
  };
}

function placePins({ slotRun, isFree, take }: Filling): ReadonlyMap<number, Placement> {
  const { slot, pins } = slotRun.snapshot;
  const pinned = new Map<number, Placement>();
  for (const by of pins) {
    const { position } = by.rule;
    if (position > slot.size || pinned.has(position)) continue;
    const index = bestOf(slotRun, (candidate) => slotRun.holds(by, candidate) && isFree(candidate));
    if (index !== undefined) pinned.set(position, take({ index, how: "pinned", by }));
  }
  return pinned;
}

/** `left` counts this place and those behind it that no pin holds. */
function placeNext(filling: Filling, position: number, left: number): Placement | undefined {
  const promoted = placePromoted(filling, left);
  if (promoted !== undefined) return promoted;
  const asked = filling.promotions.reduce((sum, promotion) => sum + promotion.needed, 0);
  const index = asked < left ? findTrial(filling, position) : undefined;
  if (index !== undefined) return filling.take({ index, how: "trial" });
  const best = filling.nextBest();
  return best === undefined ? undefined : filling.take({ index: best, how: "ranked" });
}

/** Only when the places left are just enough. A promotion that nothing matches any more asks for nothing any more. */
function placePromoted(filling: Filling, left: number): Placement | undefined {
  const { promotions, slotRun, isFree, isOpen, run, take } = filling;
  for (const promotion of promotions) {
    const asked = promotions.reduce((sum, { needed }) => sum + needed, 0);
    if (asked < left) return undefined;
    if (promotion.needed <= 0) continue;
    const by = promotion.prepared;
    const isMatch = (index: number) =>
      isOpen(run.catalogue.categoryOf[index] ?? -1) && slotRun.holds(by, index) && isFree(index);
    const index = bestOf(slotRun, isMatch);
    if (index !== undefined) return take({ index, how: "promoted", by });
    promotion.needed = 0;
  }
  return undefined;
}

/** The best candidate that passes; asks only those that are better than the best so far. */
function bestOf({ candidates, isBetter }: SlotRun, passes: (index: number) => boolean): number | undefined {
  let best: number | undefined;
  forEachBit(candidates, (index) => {
    if ((best === undefined || isBetter(index, best)) && passes(index)) best = index;
  });
  return best;
}

const MAX_DRAWS = 32;

/**
 * With the slot's exploration share a product uniformly at random among those that may stand here: rejection sampling, and
 * after many misses in a catalogue of which little may be shown, the next that may from a random start.
 */
function findTrial({ run, slotRun, isFree, isOpen }: Filling, position: number): number | undefined {
  const share = slotRun.snapshot.slot.explorationShare ?? 0;
  if (share <= 0 || slotRun.chance("explore", position) >= share) return undefined;
  const count = run.catalogue.products.length;
  const isAllowed = (index: number) => isFree(index) && isOpen(run.catalogue.categoryOf[index] ?? -1);
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const index = Math.floor(slotRun.chance("draw", position, draw) * count);
    if (isAllowed(index)) return index;
  }
  const start = Math.floor(slotRun.chance("start", position) * count);
  for (let step = 0; step < count; step += 1) {
    if (isAllowed((start + step) % count)) return (start + step) % count;
  }
  return undefined;
}

function inScoreOrder(places: readonly Placement[], { isBetter }: SlotRun): readonly Placement[] {
  const scored = places
    .filter(isOrdered)
    .toSorted((left, right) => (isBetter(left.index, right.index) ? -1 : Number(left !== right)));
  return places.map((place) => (isOrdered(place) ? (scored.shift() ?? place) : place));
}

function isOrdered({ how }: Placement): boolean {
  return how === "ranked" || how === "promoted";
}
