import { prepareSelector, type Selector } from "#content/select.ts";
import type { SelectorFault, Slot } from "#content/selection.ts";
import type { VendorRule } from "#content/vendor-rule.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { CatalogueDeps } from "./catalogue-deps.ts";
import { type Catalogue, catalogueStamp, loadCatalogue } from "./load-catalogue.ts";

export type OpenCatalogue = {
  /** The catalogue as it was at most a second ago. */
  current(): Promise<Catalogue>;
  /** The same with its rules compiled for these slots; faults where a live rule is no longer understood. */
  selectorFor(slots: readonly Slot[]): Promise<Result<CompiledCatalogue, readonly SelectorFault[]>>;
};

type CompiledCatalogue = { readonly catalogue: Catalogue; readonly selector: Selector };

/** Keeps the catalogue in memory and asks once a second whether it changed: what sold out is gone with the next selection. */
export function openCatalogue({ store, clock }: CatalogueDeps): OpenCatalogue {
  let known: Catalogue | undefined;
  let checkedAt = -Infinity;
  let loading: Promise<Catalogue> | undefined;
  let compiled = new Map<string, Result<CompiledCatalogue, readonly SelectorFault[]>>();

  const refresh = async (): Promise<Catalogue> => {
    const askedAt = clock.now();
    if (known === undefined || (await catalogueStamp(store)) !== known.stamp) {
      known = await loadCatalogue(store, known);
      compiled = new Map();
    }
    checkedAt = askedAt;
    return known;
  };

  const current = async (): Promise<Catalogue> => {
    const age = clock.now() - checkedAt;
    // A clock that was set back must not keep an old catalogue alive.
    if (known !== undefined && age >= 0 && age < SECOND_MS) return known;
    loading ??= refresh().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    current,
    selectorFor: async (slots) => {
      const catalogue = await current();
      const key = JSON.stringify(slots);
      const made = compiled.get(key) ?? compile(catalogue, slots);
      compiled.set(key, made);
      return made;
    },
  };
}

function compile(catalogue: Catalogue, slots: readonly Slot[]): Result<CompiledCatalogue, readonly SelectorFault[]> {
  const selector = prepareSelector({
    products: [...catalogue.productById.values()],
    rules: catalogue.rules.flatMap((rule) => forSlots(rule, slots)),
    slots,
    vocabulary: catalogue.vocabulary,
  });
  return selector.ok ? ok({ catalogue, selector: selector.value }) : selector;
}

/** A rule may name slots of several programmes; here only those of one are known. */
function forSlots(rule: VendorRule, slots: readonly Slot[]): readonly VendorRule[] {
  if (rule.slots === undefined) return [rule];
  const here = rule.slots.filter((name) => slots.some((slot) => slot.name === name));
  return here.length === 0 ? [] : [{ ...rule, slots: here }];
}
