import { listTriggers } from "#messages/triggers/list-triggers.ts";
import type { Trigger } from "#messages/triggers/trigger.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { StateBadge, When } from "#console/words.tsx";
import { waitWords, whenWords } from "./trigger-words.ts";

const PATH = "/console/triggers";

export const triggersPage: ConsolePage = { method: "get", path: PATH, scope: "messages:read", handle: showTriggers };

async function showTriggers(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listTriggers(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader title="Triggers" lead="When this happens, then that message." />
      <Table
        caption="Triggers"
        isCaptionHidden
        columns={[
          {
            label: "Trigger",
            isRowHeader: true,
            cell: ({ input }: Trigger) => <a href={`${PATH}/${input.code}`}>{input.title}</a>,
          },
          { label: "State", cell: ({ state }) => <StateBadge state={state} /> },
          { label: "When", cell: ({ input }) => whenWords(input.when) },
          { label: "Message", cell: ({ input }) => `${input.message.template}, ${waitWords(input.wait)}` },
          { label: "Changed", cell: ({ updatedAt }) => <When at={updatedAt} /> },
        ]}
        rows={page.items}
        empty={
          <EmptyState title="No trigger yet">
            A basket that is left, a first order, a birthday: put one through the API, rehearse it here, and let it
            live.
          </EmptyState>
        }
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Triggers", current: PATH }, content);
}
