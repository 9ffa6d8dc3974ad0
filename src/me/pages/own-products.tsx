import type { Child } from "hono/jsx";
import type { OwnProduct } from "#me/site/own-picks.ts";

/** A product set on her page: picture, name, price, and what she can do with it. */
export function OwnProductCard({
  product,
  note,
  children,
}: {
  readonly product: OwnProduct;
  /** Why it stands here. */
  readonly note?: Child;
  readonly children?: Child;
}) {
  return (
    <li class="own-product">
      <img src={product.imageUrl} alt="" width="400" height="300" loading="lazy" decoding="async" />
      <h3>
        <a href={`/products/${encodeURIComponent(product.code)}`}>{product.title}</a>
      </h3>
      <p class="price">{product.price}</p>
      {note}
      <div class="row">{children}</div>
    </li>
  );
}
