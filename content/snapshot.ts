import { bitsWhere, dropBits, emptyBits, hasBit, keepBits, type Bitset } from "./bitset.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import type { Slot } from "./selection.ts";
import type { VendorRule } from "./vendor-rule.ts";

type OfKind<Kind extends VendorRule["kind"]> = PreparedRule<Extract<VendorRule, { readonly kind: Kind }>>;

/** One slot with the rules in force, as far as they are the same for every customer. */
export type SlotSnapshot = {
  readonly slot: Slot;
  readonly eligible: readonly PreparedRule[];
  readonly exclude: readonly PreparedRule[];
  readonly boosts: ReadonlyArray<OfKind<"boost">>;
  readonly pins: ReadonlyArray<OfKind<"pin">>;
  readonly promotes: ReadonlyArray<OfKind<"promote">>;
  /** Valid, in stock, and not out by a rule that asks the product alone. */
  readonly candidates: Bitset;
  /** The factor by boosts that ask the product alone; absent where there is none. */
  readonly factors?: Float64Array;
};

/** The world between two moments at which a product's validity or a rule begins or ends. */
export type Snapshot = {
  readonly from: number;
  readonly until: number;
  readonly live: Bitset;
  readonly slots: readonly SlotSnapshot[];
};

type World = {
  readonly catalogue: CatalogueIndex;
  readonly rules: readonly PreparedRule[];
  readonly slots: readonly Slot[];
};

/** Answers the snapshot of a moment. The last one is remembered: selections of one planning round share it. */
export function snapshots(world: World): (nowMs: number) => Snapshot {
  const moments = momentsOf(world);
  let last: Snapshot | undefined;
  return (nowMs) => {
    if (last !== undefined && nowMs >= last.from && nowMs < last.until) return last;
    last = takeSnapshot(world, moments, nowMs);
    return last;
  };
}

function momentsOf({ catalogue, rules }: World): readonly number[] {
  const ends = catalogue.products.flatMap((product) => [product.validFrom, product.validUntil]);
  for (const { rule } of rules) ends.push(rule.from, rule.until);
  return [...new Set(ends.filter((end) => end !== undefined))];
}

function takeSnapshot(world: World, moments: readonly number[], nowMs: number): Snapshot {
  const { products } = world.catalogue;
  let [from, until] = [-Infinity, Infinity];
  for (const moment of moments) {
    if (moment <= nowMs) from = Math.max(from, moment);
    else until = Math.min(until, moment);
  }
  const live = bitsWhere(products.length, (index) => {
    const product = products[index];
    if (product === undefined || (product.stock !== undefined && product.stock <= 0)) return false;
    return isWithin(nowMs, product.validFrom, product.validUntil);
  });
  const inForce = world.rules.filter(({ rule }) => isWithin(nowMs, rule.from, rule.until));
  const slots = world.slots.map((slot) => slotSnapshot({ slot, rules: inForce, live, count: products.length }));
  return { from, until, live, slots };
}

/** From inclusive, until exclusive. */
function isWithin(at: number, from: number | undefined, until: number | undefined): boolean {
  return (from === undefined || at >= from) && (until === undefined || at < until);
}

type SlotWorld = {
  readonly slot: Slot;
  readonly rules: readonly PreparedRule[];
  readonly live: Bitset;
  readonly count: number;
};

function slotSnapshot({ slot, rules, live, count }: SlotWorld): SlotSnapshot {
  const here = rules.filter(({ rule }) => rule.slots === undefined || rule.slots.includes(slot.name));
  const eligible = here.filter(({ rule }) => rule.kind === "eligible");
  const exclude = here.filter(({ rule }) => rule.kind === "exclude");
  const boosts = here.filter((prepared): prepared is OfKind<"boost"> => prepared.rule.kind === "boost");
  const candidates = live.slice();
  for (const { members } of eligible) if (members !== undefined) keepBits(candidates, members);
  for (const prepared of exclude) {
    if (!isPersonal(prepared)) dropBits(candidates, prepared.members ?? emptyBits(count));
  }
  const factors = factorsOf(boosts, count);
  return {
    slot,
    candidates,
    eligible,
    exclude,
    boosts,
    pins: here.filter((prepared): prepared is OfKind<"pin"> => prepared.rule.kind === "pin"),
    promotes: here.filter((prepared): prepared is OfKind<"promote"> => prepared.rule.kind === "promote"),
    ...(factors === undefined ? {} : { factors }),
  };
}

/** True where the customer or the occasion has a say. */
export function isPersonal(prepared: PreparedRule): boolean {
  return prepared.gate !== undefined || prepared.pair !== undefined;
}

function factorsOf(boosts: ReadonlyArray<OfKind<"boost">>, count: number): Float64Array | undefined {
  const same = boosts.filter((prepared) => !isPersonal(prepared));
  if (same.length === 0) return undefined;
  const factors = new Float64Array(count).fill(1);
  for (const { rule, members } of same) {
    for (let index = 0; index < count; index += 1) {
      if (members === undefined || hasBit(members, index)) factors[index] = (factors[index] ?? 1) * rule.factor;
    }
  }
  return factors;
}
