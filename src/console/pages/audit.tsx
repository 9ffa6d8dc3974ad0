import { type AuditRow, listAudit } from "#access/queries.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { spaced, When } from "#console/words.tsx";

const PATH = "/console/audit";

export const auditPage: ConsolePage = { method: "get", path: PATH, scope: "audit:read", handle: showAudit };

async function showAudit(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["kind", "id", "cursor"]);
  const { kind, id, cursor } = search;
  const subject = kind === undefined || id === undefined ? undefined : { kind, id };
  const page = await listAudit(scene.deps.store, { cursor, limit: PAGE_SIZE, subject });
  const content = (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change with who made it, newest first. It can only grow, and holds no personal value."
        parent={subject === undefined ? undefined : { href: PATH, label: "The whole log" }}
      />
      <Table
        caption={subject === undefined ? "Changes" : `Changes of ${spaced(subject.kind)} ${subject.id}`}
        isCaptionHidden={subject === undefined}
        columns={[
          { label: "When", isRowHeader: true, cell: (row: AuditRow) => <When at={row.at} /> },
          { label: "Who", cell: (row) => `${row.actorKind} ${row.actorId}` },
          { label: "Did", cell: (row) => row.action.replaceAll("-", " ") },
          {
            label: "To",
            cell: (row) => (
              <a href={hrefOf(PATH, { kind: row.subjectKind, id: row.subjectId })}>
                {row.subjectKind} {row.subjectId}
              </a>
            ),
          },
          { label: "Detail", cell: (row) => <Detail detail={row.detail} /> },
        ]}
        rows={page.items}
        empty={<EmptyState title="Nothing was changed yet">The first change stands here.</EmptyState>}
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Audit log", current: PATH }, content);
}

const SHORT = 80;

function Detail({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const text = JSON.stringify(detail);
  if (text === "{}") return <></>;
  if (text.length <= SHORT) return <code>{text}</code>;
  return (
    <details>
      <summary>{Object.keys(detail).slice(0, 4).join(", ")}</summary>
      <code>{text}</code>
    </details>
  );
}
