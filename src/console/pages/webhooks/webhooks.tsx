import { listEndpoints } from "#outbound/webhooks/find-endpoints.ts";
import type { WebhookEndpoint } from "#outbound/webhooks/endpoint.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { EndpointState, webhooksPath } from "./webhook-words.tsx";

export const webhooksPage: ConsolePage = {
  method: "get",
  path: webhooksPath,
  scope: "webhooks:read",
  handle: showEndpoints,
};

async function showEndpoints(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor", "deleted"]);
  const page = await listEndpoints(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE, now: scene.now });
  const mayManage = scene.actor.scopes.includes("webhooks:manage");
  const content = (
    <>
      <PageHeader
        title="Webhooks"
        lead="Other systems that are told what happens here: signed, at least once, and in no promised order."
        actions={
          mayManage ? (
            <ButtonLink look="primary" href={`${webhooksPath}/new`}>
              New endpoint
            </ButtonLink>
          ) : null
        }
      />
      {search.deleted === undefined ? null : (
        <Flash tone="good" title="The endpoint is gone.">
          Its secrets went with it.
        </Flash>
      )}
      <Table
        caption="Endpoints"
        isCaptionHidden
        columns={[
          {
            label: "Endpoint",
            isRowHeader: true,
            cell: (row: WebhookEndpoint) => <a href={`${webhooksPath}/${row.id}`}>{nameOf(row)}</a>,
          },
          {
            label: "Hears",
            cell: ({ types }) => (types.length === 1 ? types[0] : `${String(types.length)} kinds of events`),
          },
          { label: "State", cell: (row) => <EndpointState of={row} /> },
          {
            label: "Last taken",
            cell: (row) => (row.lastSuccessAt === undefined ? "never" : <When at={row.lastSuccessAt} />),
          },
        ]}
        rows={page.items}
        empty={
          <EmptyState title="Nobody is told yet">
            An ERP or a data warehouse learns of customers, consents, orders and messages as they happen.
          </EmptyState>
        }
      />
      <Pager {...pagerOf(webhooksPath, { cursor: search.cursor }, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Webhooks", current: webhooksPath }, content);
}

/** What the operator called it, or where it is. */
export function nameOf({ description, url }: WebhookEndpoint): string {
  return description === "" ? new URL(url).host : description;
}
