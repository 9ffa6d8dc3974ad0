import { chunksOf } from "#store/json-rows.ts";
import type { JourneyDoor } from "./journey-door.ts";
import type { SourceRow } from "./journey-source.ts";

/** As many codes as one call takes. */
const AT_ONCE = 10_000;

/** Declares a vocabulary; gives how many waiting records it let in. */
export async function declareCodes(
  door: JourneyDoor,
  vocabulary: string,
  codes: ReadonlyArray<readonly [code: string, meaning: string]>,
): Promise<number> {
  let settled = 0;
  for (const part of chunksOf(codes, AT_ONCE)) {
    const body = { label: vocabulary.replaceAll("-", " "), codes: Object.fromEntries(part) };
    const { released } = await door.put<{ released: number }>(`/v1/reference-codes/${vocabulary}`, body);
    settled += released;
  }
  return settled;
}

/** Code → category of all products that have one. */
export function categoriesOf(products: readonly SourceRow[]): Map<string, string> {
  return new Map(
    products.flatMap(({ product_id: code = "", product_category: category = "NA" }) =>
      category === "NA" ? [] : [[code, category] as const],
    ),
  );
}

/** Coupon → the category of most of the products that it is for. */
export function couponCategories(
  coupons: readonly SourceRow[],
  categories: ReadonlyMap<string, string>,
): ReadonlyArray<readonly [string, string]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { coupon_upc: coupon = "", product_id: product = "" } of coupons) {
    const category = categories.get(product);
    if (category === undefined) continue;
    const own = counts.get(coupon) ?? new Map<string, number>();
    own.set(category, (own.get(category) ?? 0) + 1);
    counts.set(coupon, own);
  }
  return [...counts].map(([coupon, own]) => {
    const [most] = [...own].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    return [coupon, most?.[0] ?? ""] as const;
  });
}
