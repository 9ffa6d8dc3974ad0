import { formatMoney } from "#kernel/money.ts";
import type { LoadedProduct } from "#catalogue/loaded-product.ts";
import { PAGE_CHANNEL } from "./browse-products.ts";
import type { PageScene } from "./page-scene.ts";
import { ProductPicture } from "./product-picture.tsx";

export type ProductCardProps = {
  readonly product: LoadedProduct;
  readonly scene: PageScene;
  /** The heading's level in the page's outline. */
  readonly level: 2 | 3;
};

const LEAD = 140;

/** A product set among others: one link, as large as the card. */
export function ProductCard({ product, scene, level }: ProductCardProps) {
  const { locale, title, body } = product.copy(scene.locale, PAGE_CHANNEL);
  const link = <a href={productPath(product)}>{title}</a>;
  return (
    <li class="product" lang={locale === scene.lang ? undefined : locale}>
      <ProductPicture url={product.imageUrl} width={400} height={300} sizes="(max-width: 30rem) 50vw, 20rem" />
      {level === 2 ? <h2>{link}</h2> : <h3>{link}</h3>}
      {body === "" ? null : <p>{shorten(body)}</p>}
      <span class="price">{formatMoney(priceOf(product), scene.locale)}</span>
    </li>
  );
}

export function productPath({ code }: LoadedProduct): string {
  return `/products/${encodeURIComponent(code)}`;
}

export function priceOf({ priceMinor, currency }: LoadedProduct) {
  return { amountMinor: priceMinor, currency };
}

/** Whole words of the beginning: the rest would be cut off by the stylesheet, but would still be sent. */
function shorten(body: string): string {
  const line = body.replaceAll(/\s+/g, " ").trim();
  if (line.length <= LEAD) return line;
  const cut = line.slice(0, LEAD);
  const end = cut.lastIndexOf(" ");
  return `${end > LEAD / 2 ? cut.slice(0, end) : cut.toWellFormed()}…`;
}
