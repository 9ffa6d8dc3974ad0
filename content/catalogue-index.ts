import type { ProductSet } from "./product.ts";

/**
 * The catalogue in the one order that selection works in: by category, then by id. So the order in which products came never
 * matters, and a category is a run of neighbours. An index below is a place in `products`.
 */
export type CatalogueIndex = {
  readonly products: readonly ProductSet[];
  readonly categories: readonly string[];
  /** The category's number of each product. */
  readonly categoryOf: Int32Array;
  readonly indexById: ReadonlyMap<number, number>;
};

export function indexCatalogue(given: readonly ProductSet[]): CatalogueIndex {
  const products = given.toSorted((left, right) => compareUnits(left.category, right.category) || left.id - right.id);
  const categories: string[] = [];
  const categoryOf = new Int32Array(products.length);
  const indexById = new Map<number, number>();
  for (const [index, product] of products.entries()) {
    if (categories.at(-1) !== product.category) categories.push(product.category);
    categoryOf[index] = categories.length - 1;
    indexById.set(product.id, index);
  }
  return { products, categories, categoryOf, indexById };
}

/** Any total order will do here, so the fastest: UTF-16 units. */
function compareUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
