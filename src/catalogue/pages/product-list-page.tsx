import { EmptyState } from "#web/pages/empty-state.tsx";
import { ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { PublicShell } from "#web/pages/public-shell.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import type { LoadedProduct } from "#catalogue/loaded-product.ts";
import { ConsentForm } from "./consent-form.tsx";
import type { PageScene } from "./page-scene.ts";
import { ProductCard } from "./product-card.tsx";

export type ProductListPageProps = {
  readonly scene: PageScene;
  readonly products: readonly LoadedProduct[];
  readonly nextCursor?: string | undefined;
  readonly categories: readonly string[];
  readonly category?: string | undefined;
  readonly search?: string | undefined;
  readonly isFirst: boolean;
};

/** The vendor's product sets, to look around in. */
export function ProductListPage(props: ProductListPageProps) {
  const { scene, products, category, search } = props;
  const { words } = scene;
  const kept = category === undefined ? [] : [["category", category] as const];
  return (
    <PublicShell
      lang={scene.lang}
      title={category ?? words.products}
      description={words.lead}
      brand={scene.brand}
      skipLabel={words.skip}
      isIndexed={search === undefined}
    >
      <PageHeader title={category ?? words.products} isCategory={category !== undefined} lead={words.lead} />
      <div class="stack">
        <div class="stack-tight">
          <SearchForm
            action="/products"
            name="q"
            label={words.search}
            value={search}
            buttonLabel={words.find}
            kept={kept}
          />
          <Categories {...props} />
        </div>
        {products.length === 0 ? <Nothing scene={scene} /> : <Products scene={scene} products={products} />}
      </div>
      <Pager
        label={words.pages}
        firstHref={props.isFirst ? undefined : listPath({ category, search })}
        firstLabel={words.first}
        nextHref={props.nextCursor === undefined ? undefined : listPath({ category, search, cursor: props.nextCursor })}
        nextLabel={words.next}
      />
      <ConsentForm scene={scene} />
    </PublicShell>
  );
}

function Products({ scene, products }: Pick<ProductListPageProps, "scene" | "products">) {
  return (
    <ul class="products">
      {products.map((product) => (
        <ProductCard product={product} scene={scene} level={2} />
      ))}
    </ul>
  );
}

function Categories({ scene, categories, category, search }: ProductListPageProps) {
  if (categories.length < 2) return <></>;
  return (
    <nav class="filters" aria-label={scene.words.categories}>
      <a class="filter" href={listPath({ search })} aria-current={category === undefined ? "page" : undefined}>
        {scene.words.all}
      </a>
      {categories.map((name) => (
        <a
          class="filter"
          href={listPath({ category: name, search })}
          aria-current={name === category ? "page" : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function Nothing({ scene: { words } }: { readonly scene: PageScene }) {
  return (
    <EmptyState title={words.nothing} action={<ButtonLink href="/products">{words.everything}</ButtonLink>}>
      {words.nothingHint}
    </EmptyState>
  );
}

type ListAddress = {
  readonly category?: string | undefined;
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
};

function listPath({ category, search, cursor }: ListAddress): string {
  const query = new URLSearchParams();
  if (category !== undefined) query.set("category", category);
  if (search !== undefined) query.set("q", search);
  if (cursor !== undefined) query.set("cursor", cursor);
  const text = query.toString();
  return text === "" ? "/products" : `/products?${text}`;
}
