import { formatMoney } from "#kernel/money.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { PublicShell } from "#web/pages/public-shell.tsx";
import type { LoadedProduct } from "#catalogue/loaded-product.ts";
import { PAGE_CHANNEL } from "./browse-products.ts";
import { ConsentForm } from "./consent-form.tsx";
import type { PageScene } from "./page-scene.ts";
import { ProductPicture } from "./product-picture.tsx";
import { priceOf, ProductCard, productPath } from "./product-card.tsx";

export type ProductPageProps = {
  readonly scene: PageScene;
  readonly product: LoadedProduct;
  readonly related: readonly LoadedProduct[];
  /** She just chose something here. */
  readonly isChosen: boolean;
  /** A customer's visit: she can keep things on her own page. */
  readonly isKnown?: boolean | undefined;
  readonly isSaved?: boolean | undefined;
};

/** One product set: picture, words, price, and the two answers that a reader can give. */
export function ProductPage({ scene, product, related, isChosen, isKnown, isSaved }: ProductPageProps) {
  const { words } = scene;
  const copy = product.copy(scene.locale, PAGE_CHANNEL);
  const ownLang = copy.locale === scene.lang ? undefined : copy.locale;
  return (
    <PublicShell
      lang={scene.lang}
      title={copy.title}
      description={copy.body.slice(0, 160).toWellFormed()}
      brand={scene.brand}
      skipLabel={words.skip}
      isIndexed={!isChosen}
    >
      <a class="crumb" href="/products">
        {words.products}
      </a>
      {isChosen ? (
        <Flash tone="good" title={words.thanks}>
          {isSaved === true ? words.thanksSaved : scene.said === "yes" ? words.thanksKept : words.thanksNotKept}
        </Flash>
      ) : null}
      <article class="product-page">
        <div class="product-picture">
          <ProductPicture
            url={product.imageUrl}
            width={800}
            height={800}
            sizes="(min-width: 48rem) 40rem, 100vw"
            isFirst
          />
        </div>
        <div class="stack-tight">
          <a class="category" href={`/products?${new URLSearchParams({ category: product.category }).toString()}`}>
            {product.category}
          </a>
          <h1 lang={ownLang}>{copy.title}</h1>
          <p class="price">{formatMoney(priceOf(product), scene.locale)}</p>
          {product.stock === 0 ? <Badge tone="warn" label={words.soldOut} /> : null}
          {copy.body === "" ? null : (
            <p class="words" lang={ownLang}>
              {copy.body}
            </p>
          )}
          <Answers scene={scene} product={product} isKnown={isKnown} />
        </div>
      </article>
      <Related scene={scene} related={related} />
      <ConsentForm scene={scene} />
    </PublicShell>
  );
}

function Answers({ scene: { words }, product, isKnown }: Pick<ProductPageProps, "scene" | "product" | "isKnown">) {
  return (
    <form class="row" method="post" action={`${productPath(product)}/choose`}>
      <Button look="primary" name="choice" value="more">
        {words.tellMore}
      </Button>
      <Button name="choice" value="like">
        {words.like}
      </Button>
      {isKnown === true ? (
        <Button name="choice" value="save">
          {words.save}
        </Button>
      ) : null}
      {product.stock === 0 ? null : (
        <ButtonLink look="quiet" href={product.linkUrl} rel="noopener">
          {words.toShop}
        </ButtonLink>
      )}
    </form>
  );
}

function Related({ scene, related }: Pick<ProductPageProps, "scene" | "related">) {
  if (related.length === 0) return <></>;
  return (
    <section class="related">
      <h2>{scene.words.related}</h2>
      <ul class="products">
        {related.map((product) => (
          <ProductCard product={product} scene={scene} level={3} />
        ))}
      </ul>
    </section>
  );
}

/** No such product set, or none any more. */
export function ProductGonePage({ scene }: { readonly scene: PageScene }) {
  const { words } = scene;
  return (
    <PublicShell lang={scene.lang} title={words.gone} brand={scene.brand} skipLabel={words.skip}>
      <PageHeader title={words.gone} />
      <EmptyState title={words.goneHint} action={<ButtonLink href="/products">{words.everything}</ButtonLink>} />
    </PublicShell>
  );
}
