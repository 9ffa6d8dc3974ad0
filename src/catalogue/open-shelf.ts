import type { Selector } from "#content/select.ts";
import type { Slot } from "#content/selection.ts";
import type { LoadedProduct } from "./loaded-product.ts";
import type { OpenCatalogue } from "./open-catalogue.ts";

/** The catalogue at one moment, compiled for one set of slots: what messages choose from. */
export type CatalogueShelf = {
  readonly selector: Selector;
  readonly productById: ReadonlyMap<number, LoadedProduct>;
  readonly idByCode: ReadonlyMap<string, number>;
  readonly popularityById: ReadonlyMap<number, number>;
  readonly eventNames: readonly string[];
  readonly attributeNames: readonly string[];
  readonly scoreCodes: readonly string[];
};

/** Popularity by product id, 0 to 1. Hand out the same map as long as nothing changed: selection reads it once. */
export type Popularity = () => Promise<ReadonlyMap<number, number>>;

const nothingPopular: ReadonlyMap<number, number> = new Map();

/**
 * Shelves for messages. A live rule that is no longer understood stops all choice: without it a message could show what the
 * vendor excluded.
 */
export function openShelf(
  catalogue: OpenCatalogue,
  popularity: Popularity = async () => nothingPopular,
): (slots: readonly Slot[]) => Promise<CatalogueShelf> {
  return async (slots) => {
    const [found, popularityById] = await Promise.all([catalogue.selectorFor(slots), popularity()]);
    if (!found.ok) {
      const words = found.error.map(({ of, id, message }) => `${of} ${id}: ${message}`).join("; ");
      throw new Error(`The catalogue can't be compiled: ${words}`);
    }
    const { productById, idByCode, eventNames, attributeNames, scoreCodes } = found.value.catalogue;
    return {
      selector: found.value.selector,
      productById,
      idByCode,
      popularityById,
      eventNames,
      attributeNames,
      scoreCodes,
    };
  };
}
