import type { OperatorView } from "#access/api/operator-schema.ts";
import { listOperators } from "#access/list-operators.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { RoleBadge } from "./roles.tsx";

export const operatorsPath = "/console/operators";

export const operatorsPage: ConsolePage = {
  method: "get",
  path: operatorsPath,
  scope: "operators:manage",
  handle: showOperators,
};

async function showOperators(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor", "added"]);
  const page = await listOperators(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader
        title="Operators"
        lead="The people who may sign in here. Nobody signs up alone."
        actions={
          <ButtonLink look="primary" href={`${operatorsPath}/new`}>
            Add an operator
          </ButtonLink>
        }
      />
      {search.added === undefined ? null : (
        <Flash tone="good" title="Added.">
          Hand the first password over in person, and ask for it to be changed under “My password”.
        </Flash>
      )}
      <Table
        caption="Operators"
        isCaptionHidden
        columns={[
          {
            label: "Name",
            isRowHeader: true,
            cell: (row: OperatorView) => (
              <>
                <a href={`${operatorsPath}/${row.id}`}>{row.name}</a>
                {row.id === scene.actor.id ? " (you)" : null}
              </>
            ),
          },
          { label: "E-mail", cell: (row) => row.email },
          { label: "Role", cell: (row) => <RoleBadge role={row.role} /> },
          { label: "Since", cell: (row) => <When at={row.createdAt} /> },
        ]}
        rows={page.items}
      />
      <Pager {...pagerOf(operatorsPath, { cursor: search.cursor }, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Operators", current: operatorsPath }, content);
}
