import { findMapping, listMappings } from "#customers/import/mapping/saved-mappings.ts";
import { createImport } from "#customers/import/run/create-import.ts";
import { SERVER_PACE } from "#customers/import/run/import-deps.ts";
import { type ImportRow, listImports } from "#customers/import/run/import-row.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { iterate } from "#customers/import/read/unpack.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Checkbox, Select } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { describedBy, FieldFrame } from "#web/pages/field.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";

export const importsPath = "/console/imports";

export const importListPages: readonly ConsolePage[] = [
  { method: "get", path: importsPath, scope: "customers:read", handle: showImports },
  { method: "post", path: importsPath, scope: "customers:write", handle: takeFile },
];

/** A form's file is held as a whole while it is read; larger ones come over the API or the command line. */
const MAX_FORM_BYTES = 20 * 1_048_576;

async function showImports(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const search = searchOf(scene, ["cursor"]);
  const page = await listImports(store, { cursor: search.cursor, limit: PAGE_SIZE });
  const mappings = await listMappings(store);
  const content = (
    <>
      <PageHeader
        title="Imports"
        lead="Files that were taken in: what they brought, what they could not, and the way back within 24 hours."
      />
      <div class="stack">
        <Table
          caption="Imports"
          isCaptionHidden
          columns={[
            {
              label: "File",
              isRowHeader: true,
              cell: (row: ImportRow) => (
                <span>
                  <a href={`${importsPath}/${row.id}`}>{nameOf(row)}</a>
                  <span class="more">{row.mapping.name}</span>
                </span>
              ),
            },
            { label: "State", cell: (row) => <State row={row} /> },
            { label: "Read", align: "end", cell: (row) => count(row.read) },
            { label: "New", align: "end", cell: (row) => some(row.totals.created) },
            { label: "Changed", align: "end", cell: (row) => some(row.totals.changed) },
            { label: "Rejected", align: "end", cell: (row) => <Rejected row={row} /> },
            { label: "Began", cell: (row) => <When at={row.createdAt} /> },
          ]}
          rows={page.items}
          empty={<EmptyState title="No file yet">What a file brought stands here, and what it could not.</EmptyState>}
        />
        <Pager {...pagerOf(importsPath, search, page.nextCursor)} />
        {scene.actor.scopes.includes("customers:write") ? <NewImport names={mappings.map(({ name }) => name)} /> : null}
      </div>
    </>
  );
  return scenePage(scene, { title: "Imports", current: importsPath }, content);
}

function State({ row: { state, isDryRun, bytesRead, bytesTotal } }: { readonly row: ImportRow }) {
  const percent = state === "running" ? percentOf(bytesRead, bytesTotal) : undefined;
  return (
    <>
      <StateBadge state={state} />
      {percent === undefined ? null : <span class="more">{percent} % is read</span>}
      {isDryRun ? <span class="more">dry run</span> : null}
    </>
  );
}

/** How much of a file is read; undefined where it told nobody its size. It is 100 only when the import has ended. */
export function percentOf(bytesRead: number, bytesTotal: number | undefined): number | undefined {
  return bytesTotal === undefined ? undefined : Math.min(99, Math.floor((bytesRead * 100) / bytesTotal));
}

function Rejected({ row: { id, totals } }: { readonly row: ImportRow }) {
  return totals.rejected === 0 ? <></> : <a href={rejectedPath(id)}>{count(totals.rejected)}</a>;
}

/** Nothing in place of none: what happened stands out. */
function some(value: number): string {
  return value === 0 ? "" : count(value);
}

export function rejectedPath(id: string): string {
  return `${importsPath}/${id}/rejected`;
}

export function nameOf({ fileName, id }: ImportRow): string {
  return fileName === "" ? id : fileName;
}

function NewImport({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) {
    return (
      <EmptyState title="A file needs a mapping">
        Put one through the API, and files are taken in here. The documentation has one for every kind of source.
      </EmptyState>
    );
  }
  const file = {
    name: "file",
    label: "File",
    isRequired: true,
  };
  return (
    <Card title="Take a file in">
      <form method="post" action={importsPath} enctype="multipart/form-data" class="stack-tight">
        <div class="fields side grid">
          <Select name="mapping" label="Mapping" options={names.map((name) => ({ value: name, label: name }))} />
          <FieldFrame field={file}>
            <input {...describedBy(file)} class="input" type="file" />
          </FieldFrame>
        </div>
        <p class="hint">
          CSV, NDJSON or JSON, plain or gzip, at most 20 MB. Larger files come over the API or the command line.
        </p>
        <div class="row">
          <Checkbox name="dry" label="Dry run" hint="Read and check everything, write nothing." isChecked />
          <Button look="primary">Take it in</Button>
        </div>
      </form>
    </Card>
  );
}

async function takeFile(scene: Scene): Promise<Response> {
  const { deps, actor, context } = scene;
  const size = Number(context.req.header("content-length") ?? Number.NaN);
  if (!(size <= MAX_FORM_BYTES)) return notice(scene, 400, "This file is too large for a form");
  const form = await context.req.raw.formData().catch(() => undefined);
  const file = form?.get("file");
  const chosen = form?.get("mapping");
  const mapping = typeof chosen === "string" ? await findMapping(deps.store, chosen) : undefined;
  if (mapping === undefined) return notFound(scene);
  if (!(file instanceof File) || file.size === 0) return notice(scene, 400, "There was no file in the form");
  const { imports } = deps;
  const input = {
    mapping,
    fileName: file.name.slice(0, 200),
    isDryRun: form?.get("dry") === "yes",
    bytesTotal: file.size,
  };
  const { id } = await createImport({ deps: imports, actor, input });
  await runImport({ deps: imports, importId: id, source: iterate(file.stream()), pace: SERVER_PACE });
  return seeOther(`${importsPath}/${id}`);
}
