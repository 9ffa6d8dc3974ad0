import { type AuditRequest, type AuditRow, listAudit } from "#access/list-audit.ts";
import { type Names, nameActors } from "#access/name-actors.ts";
import { epochDayOf, isLocalDate } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { type Column, Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { type AuditSearch, AuditFilters } from "./audit-filters.tsx";

const PATH = "/console/audit";

export const auditPage: ConsolePage = { method: "get", path: PATH, scope: "audit:read", handle: showAudit };

async function showAudit(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["kind", "id", "actor", "actorId", "action", "until", "cursor"]);
  const page = await listAudit(scene.deps.store, { ...requestOf(search), cursor: search.cursor, limit: PAGE_SIZE });
  const names = await nameActors(scene.deps.store, page.items);
  const content = (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change with who made it, newest first. It can only grow, and holds no personal value."
      />
      <div class="stack">
        <AuditFilters search={search} nameOf={(kind, id) => names.get(`${kind} ${id}`)} />
        <Table
          caption="Changes"
          isCaptionHidden
          columns={columns(search, names)}
          rows={page.items}
          empty={<EmptyState title="No change fits">Take a filter away, or choose a later day.</EmptyState>}
        />
        <Pager {...pagerOf(PATH, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Audit log", current: PATH }, content);
}

function requestOf({ kind, id, actor, actorId, action, until }: AuditSearch): Omit<AuditRequest, "cursor" | "limit"> {
  return {
    ...(kind === undefined || id === undefined ? {} : { subject: { kind, id } }),
    ...(actor === undefined ? {} : { actor: { kind: actor, id: actorId } }),
    action: action?.toLowerCase().replaceAll(/\s+/g, "-"),
    before: until === undefined ? undefined : endOfDay(until),
  };
}

/** The instant at which a day of the operators' clock, which is UTC, is over; undefined for what is no day. */
function endOfDay(day: string): number | undefined {
  return isLocalDate(day) ? (epochDayOf(day) + 1) * DAY_MS : undefined;
}

function columns(search: AuditSearch, names: Names): ReadonlyArray<Column<AuditRow>> {
  const narrowed = (more: AuditSearch) => hrefOf(PATH, { ...search, cursor: undefined, ...more });
  return [
    { label: "When", isRowHeader: true, cell: (row) => <When at={row.at} /> },
    {
      label: "Who",
      cell: (row) => (
        <a href={narrowed({ actor: row.actorKind, actorId: row.actorId })}>
          {names.get(`${row.actorKind} ${row.actorId}`) ?? `${row.actorKind} ${row.actorId}`}
        </a>
      ),
    },
    {
      label: "Did",
      cell: (row) => <a href={narrowed({ action: row.action })}>{row.action.replaceAll("-", " ")}</a>,
    },
    {
      label: "To",
      cell: (row) => (
        <a href={narrowed({ kind: row.subjectKind, id: row.subjectId })}>
          {row.subjectKind} {names.get(`${row.subjectKind} ${row.subjectId}`) ?? row.subjectId}
        </a>
      ),
    },
    { label: "Detail", cell: (row) => <Detail detail={row.detail} /> },
  ];
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
