import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { listClicks } from "#console/queries/list-clicks.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { clickColumns } from "./click-columns.tsx";

const PATH = "/console/clicks";
const verdicts = ["person", "machine", "unsure"] as const;

export const clicksPage: ConsolePage = { method: "get", path: PATH, scope: "messages:read", handle: showClicks };

async function showClicks(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["verdict", "cursor"]);
  const verdict = verdicts.find((known) => known === search.verdict);
  const page = await listClicks(scene.deps.store, { verdict, cursor: search.cursor, limit: PAGE_SIZE });
  const filter = (label: string, value: string | undefined) => (
    <a class="filter" href={hrefOf(PATH, { verdict: value })} aria-current={value === verdict ? "page" : undefined}>
      {label}
    </a>
  );
  const content = (
    <>
      <PageHeader
        title="Clicks"
        lead="Only people count: in scores, in lists of responders and in every number on the overview."
      />
      <div class="stack">
        <nav class="filters" aria-label="Verdict">
          {filter("All", undefined)}
          {filter("People", "person")}
          {filter("Machines", "machine")}
          {filter("Unsure", "unsure")}
        </nav>
        <Table
          caption="Clicks"
          isCaptionHidden
          columns={clickColumns}
          rows={page.items}
          empty={<EmptyState title="No click yet">They stand here within a second.</EmptyState>}
        />
        <Pager {...pagerOf(PATH, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Clicks", current: PATH }, content);
}
