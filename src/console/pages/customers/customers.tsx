import { problems } from "#kernel/problem.ts";
import { type CustomerView, getCustomer } from "#customers/find-customer.ts";
import { listCustomers } from "#customers/list-customers.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Table } from "#web/pages/table.tsx";
import { auditAttempt } from "#console/audit-attempt.ts";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { When } from "#console/words.tsx";

const PATH = "/console/customers";

export const customersPage: ConsolePage = {
  method: "get",
  path: PATH,
  scope: "customers:read",
  handle: showCustomers,
};

async function showCustomers(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const search = searchOf(scene, ["code", "cursor"]);
  if (search.code !== undefined) {
    const isKnown = (await getCustomer(store, search.code)).ok;
    if (isKnown) return seeOther(`${PATH}/${encodeURIComponent(search.code)}`);
    await auditAttempt(scene, search.code);
  }
  const page = await listCustomers(store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader title="Customers" lead="In the order in which they came. Merged and erased records are not shown." />
      <div class="stack">
        {search.code === undefined ? null : (
          <Flash tone="warn" title={problems.not_found.title}>
            No customer has the code {search.code}.
          </Flash>
        )}
        <SearchForm action={PATH} name="code" label="Customer code" value={search.code} buttonLabel="Open" />
        <Table
          caption="Customers"
          isCaptionHidden
          columns={[
            {
              label: "Customer",
              isRowHeader: true,
              cell: (row: CustomerView) => <a href={`${PATH}/${encodeURIComponent(row.code)}`}>{row.code}</a>,
            },
            { label: "Name", cell: (row) => [row.firstName, row.lastName].filter((part) => part !== null).join(" ") },
            { label: "Zone", cell: (row) => row.zone },
            { label: "Language", cell: (row) => row.locale },
            { label: "Clicks kept", cell: (row) => (row.isTracked ? "yes" : "no") },
            { label: "Since", cell: (row) => <When at={row.createdAt} /> },
          ]}
          rows={page.items}
          empty={<EmptyState title="No customer yet">The first identify call brings one.</EmptyState>}
        />
        <Pager {...pagerOf(PATH, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Customers", current: PATH }, content);
}
