import { findImport } from "#customers/import/run/import-row.ts";
import { type RejectedRecord, readRejects } from "#customers/import/run/reject-statements.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { count } from "#console/words.tsx";
import { importsPath, nameOf, rejectedPath } from "./imports.tsx";

export const importRejectedPage: ConsolePage = {
  method: "get",
  path: `${importsPath}/:id/rejected`,
  scope: "customers:read",
  handle: showRejected,
};

/** A value that is longer says nothing more to an eye; the file has all of it. */
const SHOWN_CHARACTERS = 60;

/** One fault of a record: a record with two has two lines. */
type Line = {
  readonly record: RejectedRecord;
  readonly column: string;
  readonly reason: string;
  readonly value: string;
};

async function showRejected(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const row = await findImport(deps.store, context.req.param("id") ?? "");
  if (row === undefined) return notFound(scene);
  const { from: asked = "0" } = searchOf(scene, ["from"]);
  const from = /^\d{1,12}$/.test(asked) ? Number(asked) : 0;
  const records = await takeRejects(readRejects(deps.imports, row.id, from), { from, limit: PAGE_SIZE + 1 });
  const here = rejectedPath(row.id);
  const next = records[PAGE_SIZE];
  const content = (
    <>
      <PageHeader
        title="Rejected records"
        lead={`${count(row.totals.rejected)} of ${count(row.read)}. Download them, put them right in the same file, and take it in with the same mapping.`}
        parent={{ href: `${importsPath}/${row.id}`, label: nameOf(row) }}
        actions={
          records.length === 0 ? null : <ButtonLink href={`${importsPath}/${row.id}/rejects`}>Download all</ButtonLink>
        }
      />
      <Table
        caption="Rejected records"
        isCaptionHidden
        isFlowing
        columns={[
          { label: "Line", isRowHeader: true, cell: ({ record }: Line) => `Line ${count(record.line)}` },
          { label: "Column", cell: ({ column }) => column },
          { label: "What stands there", cell: ({ value }) => (value === "" ? "" : <code>{value}</code>) },
          { label: "Why it is no fact", cell: ({ reason }) => reason },
        ]}
        rows={records.slice(0, PAGE_SIZE).flatMap((record) => linesOf(record, row.header))}
        empty={
          <EmptyState title="No record is kept">
            {row.totals.rejected === 0 ? "Every record was understood." : "They are kept for 30 days."}
          </EmptyState>
        }
      />
      <Pager
        firstHref={from === 0 ? undefined : here}
        nextHref={next === undefined ? undefined : hrefOf(here, { from: String(next.number) })}
      />
    </>
  );
  return scenePage(scene, { title: "Rejected records", current: importsPath }, content);
}

/** The first records from one on: lists are opened until there are enough. */
async function takeRejects(
  lists: AsyncGenerator<readonly RejectedRecord[]>,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<readonly RejectedRecord[]> {
  const taken: RejectedRecord[] = [];
  for await (const list of lists) {
    taken.push(...list.filter(({ number }) => number >= from).slice(0, limit - taken.length));
    if (taken.length >= limit) break;
  }
  return taken;
}

function linesOf(record: RejectedRecord, header: readonly string[] | undefined): readonly Line[] {
  return record.faults.map(({ column, reason }) => ({
    record,
    column,
    reason,
    value: valueAt(record, column, header),
  }));
}

/** What the file has in a column; "" where the fault is of the record as a whole. */
function valueAt({ fields }: RejectedRecord, column: string, header: readonly string[] | undefined): string {
  const value: unknown = Array.isArray(fields)
    ? (fields as readonly string[])[header?.indexOf(column) ?? -1]
    : (fields as Readonly<Record<string, unknown>>)[column];
  const text = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
