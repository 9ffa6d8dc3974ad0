import type { ProductSetInput } from "#catalogue/products/product-set.ts";
import type { RetailLine } from "./retail-lines.ts";

/** Stock codes of goods; the others are postage, manual corrections, bank charges and vouchers. */
const GOODS = /^\d{5}[A-Za-z]{0,2}$/;
const NO_GOODS = /damage|adjust|lost|wrong|missing|found|check|\?/i;

/** Product sets as the shop knew them at a moment: the newest words and the newest price of everything sold before. */
export function productSetsOf(lines: readonly RetailLine[]): readonly ProductSetInput[] {
  const newest = new Map<string, RetailLine>();
  const launched = new Map<string, number>();
  for (const line of lines) {
    const isSale = line.quantity > 0 && Number(line.price) > 0 && !line.invoice.startsWith("C");
    if (!GOODS.test(line.code) || !isSale || line.description === "" || NO_GOODS.test(line.description)) continue;
    newest.set(line.code, line);
    if (!launched.has(line.code)) launched.set(line.code, line.at);
  }
  const titles = Map.groupBy(newest.values(), (line) => titleOf(line.description));
  return [...newest.values()].map((line) => {
    const title = titleOf(line.description);
    const isShared = (titles.get(title)?.length ?? 0) > 1;
    return productSet(line, isShared ? `${title} (${line.code})` : title, launched.get(line.code) ?? line.at);
  });
}

function titleOf(description: string): string {
  const text = description.toLowerCase().replaceAll(/\s+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function productSet({ code, category, price }: RetailLine, title: string, launchedAt: number): ProductSetInput {
  return {
    code,
    category,
    priceMinor: Math.round(Number(price) * 100),
    currency: "GBP",
    imageUrl: `https://shop.retail.example/pictures/${code}.png`,
    linkUrl: `https://shop.retail.example/products/${code}`,
    tags: [],
    attributes: {},
    validFrom: null,
    validUntil: null,
    stock: null,
    // Shops buy here to sell again: what went well is ordered once more.
    isRepurchasable: true,
    state: "live",
    launchedAt,
    copy: [{ locale: "en", channel: "", title, body: `From ${category}.`, callToAction: "" }],
  };
}
