import { instantOf } from "#kernel/calendar.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { listClicks } from "#console/queries/list-clicks.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { clickColumns } from "./click-columns.tsx";

const PATH = "/console/clicks";
const verdicts = ["person", "machine", "unsure"] as const;

export const clicksPage: ConsolePage = { method: "get", path: PATH, scope: "messages:read", handle: showClicks };

async function showClicks(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["verdict", "since", "content", "cursor"]);
  const verdict = verdicts.find((known) => known === search.verdict);
  const since = search.since === undefined ? undefined : instantOf(search.since);
  const isContentOnly = search.content === "only";
  const page = await listClicks(scene.deps.store, {
    verdict,
    since,
    isContentOnly,
    cursor: search.cursor,
    limit: PAGE_SIZE,
  });
  const filter = (label: string, value: string | undefined) => (
    <a
      class="filter"
      href={hrefOf(PATH, { ...search, verdict: value, cursor: undefined })}
      aria-current={value === verdict ? "page" : undefined}
    >
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
        <Narrowed since={since} isContentOnly={isContentOnly} />
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

function Narrowed({ since, isContentOnly }: { readonly since: number | undefined; readonly isContentOnly: boolean }) {
  if (since === undefined && !isContentOnly) return <></>;
  return (
    <p class="quiet">
      {since === undefined ? (
        "All times"
      ) : (
        <>
          Since <When at={since} />
        </>
      )}
      {isContentOnly ? ", without opened unsubscribe pages" : ""}. <a href={PATH}>All clicks</a>
    </p>
  );
}
