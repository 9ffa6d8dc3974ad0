import { formatMoney } from "#kernel/money.ts";
import type { ProductSetView } from "#catalogue/products/product-set.ts";
import { listProductSets } from "#catalogue/products/list-product-sets.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { count, StateBadge } from "#console/words.tsx";

const PATH = "/console/products";
const states = ["live", "withdrawn"] as const;

export const productsPage: ConsolePage = { method: "get", path: PATH, scope: "catalogue:read", handle: showProducts };

async function showProducts(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["state", "category", "cursor"]);
  const state = states.find((known) => known === search.state);
  const { category, cursor } = search;
  const page = await listProductSets(scene.deps.store, { state, category, cursor, limit: PAGE_SIZE });
  const filter = (label: string, value: (typeof states)[number] | undefined) => (
    <a
      class="filter"
      href={hrefOf(PATH, { category, state: value })}
      aria-current={value === state ? "page" : undefined}
    >
      {label}
    </a>
  );
  const content = (
    <>
      <PageHeader title="Products" lead="What messages choose from. They are changed through the API or a feed." />
      <div class="stack">
        <nav class="filters" aria-label="State">
          {filter("All", undefined)}
          {filter("Live", "live")}
          {filter("Withdrawn", "withdrawn")}
          {category === undefined ? null : (
            <a class="filter" href={hrefOf(PATH, { state })}>
              {category} ×<span class="hidden-words"> take the category filter away</span>
            </a>
          )}
        </nav>
        <Table
          caption="Product sets"
          isCaptionHidden
          columns={[
            {
              label: "Code",
              isRowHeader: true,
              cell: (row: ProductSetView) => <a href={`/products/${encodeURIComponent(row.code)}`}>{row.code}</a>,
            },
            { label: "Name", cell: (row) => titleOf(row) },
            {
              label: "Category",
              cell: (row) => <a href={hrefOf(PATH, { state, category: row.category })}>{row.category}</a>,
            },
            {
              label: "Price",
              align: "end",
              cell: (row) => formatMoney({ amountMinor: row.priceMinor, currency: row.currency }, "en"),
            },
            { label: "Stock", align: "end", cell: (row) => (row.stock === null ? "not counted" : count(row.stock)) },
            { label: "State", cell: (row) => <StateBadge state={row.state} /> },
          ]}
          rows={page.items}
          empty={<EmptyState title="No product set fits">Put some through the API, or take a filter away.</EmptyState>}
        />
        <Pager {...pagerOf(PATH, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Products", current: PATH }, content);
}

function titleOf({ copy, code }: ProductSetView): string {
  return (copy.find(({ locale }) => locale.startsWith("en")) ?? copy[0])?.title ?? code;
}
