import { instantOf } from "#kernel/calendar.ts";
import { listSegments } from "#segments/list-segments.ts";
import type { SegmentView } from "#segments/segment-view.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";

const PATH = "/console/segments";

export const segmentsPage: ConsolePage = { method: "get", path: PATH, scope: "customers:read", handle: showSegments };

async function showSegments(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listSegments(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const mayWrite = scene.actor.scopes.includes("customers:write");
  const content = (
    <>
      <PageHeader
        title="Segments"
        lead="Rules over all customers. Who is in them is kept up to date with everything that happens."
        actions={
          mayWrite ? (
            <ButtonLink look="primary" href="/console/new-segment">
              New segment
            </ButtonLink>
          ) : undefined
        }
      />
      <Table
        caption="Segments"
        isCaptionHidden
        columns={[
          {
            label: "Segment",
            isRowHeader: true,
            cell: (row: SegmentView) => <a href={`${PATH}/${row.code}`}>{row.title}</a>,
          },
          { label: "Members", align: "end", cell: (row) => count(row.memberCount) },
          { label: "When", cell: (row) => <code>{row.when}</code> },
          { label: "State", cell: (row) => <StateBadge state={row.state} /> },
          { label: "Changed", cell: (row) => <When at={instantOf(row.updatedAt)} /> },
        ]}
        rows={page.items}
        empty={
          <EmptyState title="No segment yet">
            A segment is a rule over all customers: who bought twice this season, who lives here, who has not been seen
            for a while.
          </EmptyState>
        }
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Segments", current: PATH }, content);
}
