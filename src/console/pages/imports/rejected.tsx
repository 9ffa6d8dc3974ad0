import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { listRejected, type RejectedLine } from "#console/queries/list-rejected.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";

const PATH = "/console/rejected";

export const rejectedPage: ConsolePage = { method: "get", path: PATH, scope: "customers:read", handle: showRejected };

async function showRejected(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listRejected(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader
        title="Rejected items"
        lead="Bad items of batches that were otherwise taken. They are kept sealed, and what is wrong with them stands here."
      />
      <Table
        caption="Rejected items"
        isCaptionHidden
        columns={[
          { label: "Came", isRowHeader: true, cell: (row: RejectedLine) => <When at={row.receivedAt} /> },
          { label: "From", cell: (row) => row.source },
          {
            label: "Faults",
            cell: (row) => (
              <ul>
                {row.faults.map(({ pointer, message }) => (
                  <li>
                    <code>{pointer === "" ? "the item" : pointer}</code>: {message}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
        rows={page.items}
        empty={<EmptyState title="Nothing was rejected">Every item that came in was understood.</EmptyState>}
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Rejected items", current: PATH }, content);
}
