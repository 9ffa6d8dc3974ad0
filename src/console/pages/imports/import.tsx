import { SECOND_MS } from "#kernel/clock.ts";
import { findImport, type ImportRow, isEmptyImport, totalNames } from "#customers/import/run/import-row.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { UNDO_WINDOW_MS, undoImport } from "#customers/import/undo/undo-import.ts";
import { BarList } from "#web/pages/bar-list.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";
import { importsPath, nameOf, percentOf, rejectedPath } from "./imports.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const PATH = `${importsPath}/:id`;

export const importPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "customers:read", handle: showImport },
  { method: "get", path: `${PATH}/rejects`, scope: "customers:read", handle: sendRejects },
  { method: "get", path: `${PATH}/undo`, scope: "customers:write", handle: confirmUndo },
  { method: "post", path: `${PATH}/undo`, scope: "customers:write", handle: undo },
];

/** A page that waits for an end looks again by itself, without script. */
const LOOK_AGAIN_SECONDS = "3";
const UNDO_TURN_MS = 5 * SECOND_MS;

function sceneImport({ deps, context }: Scene): Promise<ImportRow | undefined> {
  return findImport(deps.store, context.req.param("id") ?? "");
}

async function showImport(scene: Scene): Promise<Response> {
  const row = await sceneImport(scene);
  if (row === undefined) return notFound(scene);
  const here = `${importsPath}/${row.id}`;
  const content = (
    <>
      <PageHeader
        title={headingOf(row)}
        lead={row.isDryRun ? "A dry run: nothing was written." : (row.mapping.description ?? "")}
        parent={{ href: importsPath, label: "Imports" }}
        actions={
          <Actions row={row} here={here} now={scene.now} mayUndo={scene.actor.scopes.includes("customers:write")} />
        }
      />
      <div class="stack">
        <Trouble row={row} />
        <div class="columns">
          <div class="stack">
            <Totals row={row} />
            {Object.keys(row.reasons).length === 0 ? null : (
              <Card
                title="Why records were rejected"
                action={row.totals.rejected === 0 ? null : <a href={rejectedPath(row.id)}>Look at them</a>}
              >
                <BarList label="Rejected records by reason" items={reasonsOf(row)} format={count} />
              </Card>
            )}
          </div>
          <div>
            <About row={row} />
          </div>
        </div>
      </div>
    </>
  );
  const page = await scenePage(scene, { title: headingOf(row), current: importsPath }, content);
  if (row.state === "running" || row.state === "undoing") page.headers.set("refresh", LOOK_AGAIN_SECONDS);
  return page;
}

/** A file's name is told letter by letter, and so never begins a heading, which begins with a capital. */
function headingOf({ fileName, id }: ImportRow): string {
  return fileName === "" ? `Import ${id}` : `Import of ${fileName}`;
}

type ActionsProps = { readonly row: ImportRow; readonly here: string; readonly now: number; readonly mayUndo: boolean };

function Actions({ row, here, now, mayUndo }: ActionsProps) {
  const canUndo =
    mayUndo && !row.isDryRun && ["done", "stopped"].includes(row.state) && now - row.createdAt <= UNDO_WINDOW_MS;
  return (
    <>
      {row.totals.rejected === 0 ? null : <ButtonLink href={`${here}/rejects`}>Download rejects</ButtonLink>}
      {canUndo ? (
        <ButtonLink look="danger" href={`${here}/undo`}>
          Undo
        </ButtonLink>
      ) : null}
    </>
  );
}

/** How far a running import is. A file that tells nobody its size is counted in records alone. */
function Running({ row: { read, bytesRead, bytesTotal } }: { readonly row: ImportRow }) {
  const percent = percentOf(bytesRead, bytesTotal);
  const words = `${count(read)} records are settled`;
  return (
    <Flash title={percent === undefined ? `${words}.` : `${percent} % of the file is read, ${words}.`}>
      {percent === undefined ? null : (
        <progress max="100" value={percent} aria-label="Read of the file">
          {percent} %
        </progress>
      )}
      <p>This page looks again by itself.</p>
    </Flash>
  );
}

function Trouble({ row }: { readonly row: ImportRow }) {
  const { fault, state } = row;
  if (state === "undoing") return <Flash title="The import is being undone.">This page looks again by itself.</Flash>;
  if (state === "undone") {
    return (
      <Flash title="This import was undone.">
        The totals below tell what it had brought. Of that stays what was changed or added to since.
      </Flash>
    );
  }
  if (state === "running") return <Running row={row} />;
  if (isEmptyImport(row)) {
    return (
      <Flash tone="warn" title="The file held no record.">
        {row.bytesRead === 0 ? "Not one byte came." : "It is blank, or has its header alone."}
      </Flash>
    );
  }
  if (fault === undefined) return <></>;
  if ("faults" in fault) {
    return (
      <Flash tone="bad" title="The file does not fit the mapping. Nothing was taken in.">
        <ul>
          {fault.faults.map(({ pointer, message }) => (
            <li>
              <code>{pointer === "" ? "the file" : pointer}</code>: {message}
            </li>
          ))}
        </ul>
      </Flash>
    );
  }
  const place = fault.line === 0 ? "" : `Line ${fault.line}, record ${fault.record}: `;
  return (
    <Flash tone="bad" title="The file can't be read on. What stood before the place is settled.">
      {place}
      {fault.reason}
    </Flash>
  );
}

const totalWords: Readonly<Record<(typeof totalNames)[number], string>> = {
  created: "New",
  changed: "Changed",
  same: "Same as known",
  rejected: "Rejected",
  withheld: "Withheld",
  quarantined: "Wait for a code",
  skipped: "Left out",
};

/** What became of the records, longest first; what none did is left out. */
function Totals({ row: { id, read, totals } }: { readonly row: ImportRow }) {
  const items = totalNames
    .filter((name) => totals[name] > 0)
    .map((name) => ({
      label: totalWords[name],
      value: totals[name],
      href: name === "rejected" ? rejectedPath(id) : undefined,
    }))
    .sort((left, right) => right.value - left.value);
  return (
    <Card title={read === 1 ? "1 record was read" : `${count(read)} records were read`}>
      {items.length === 0 ? (
        <p class="quiet">What becomes of them stands here.</p>
      ) : (
        <BarList label="Records by what became of them" items={items} format={count} />
      )}
    </Card>
  );
}

function About({ row }: { readonly row: ImportRow }) {
  const { state, mapping, createdAt, finishedAt, id } = row;
  return (
    <Card title="About this import">
      <Pairs
        items={[
          ["State", <StateBadge state={state} />],
          ["Mapping", mapping.name],
          ["Into", mapping.into],
          ["Source", mapping.source],
          ["Began", <When at={createdAt} />],
          ["Ended", finishedAt === undefined ? "not yet" : <When at={finishedAt} />],
          ["Bytes read", progressOf(row)],
          ...(row.blankLines === 0 ? [] : [["Blank lines", `${count(row.blankLines)}, passed over`] as const]),
          ["Id", <code>{id}</code>],
        ]}
      />
    </Card>
  );
}

function reasonsOf({ reasons }: ImportRow): ReadonlyArray<{ label: string; value: number }> {
  return Object.entries(reasons)
    .map(([label, value]) => ({ label, value }))
    .sort((left, right) => right.value - left.value)
    .slice(0, 20);
}

function progressOf({ bytesRead, bytesTotal }: ImportRow): string {
  return bytesTotal === undefined ? count(bytesRead) : `${count(bytesRead)} of ${count(bytesTotal)}`;
}

async function sendRejects(scene: Scene): Promise<Response> {
  const row = await sceneImport(scene);
  if (row === undefined) return notFound(scene);
  return new Response(rejectsCsv(scene.deps, row), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${row.id}-rejects.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

async function confirmUndo(scene: Scene): Promise<Response> {
  const row = await sceneImport(scene);
  if (row === undefined) return notFound(scene);
  const here = `${importsPath}/${row.id}`;
  const content = (
    <>
      <PageHeader title="Undo this import?" parent={{ href: here, label: nameOf(row) }} />
      <Card>
        <p>
          {count(row.totals.created)} new and {count(row.totals.changed)} changed records are taken back. What a later
          import or the customers themselves changed since stays, and so does everybody of whom something was heard
          since.
        </p>
        <form method="post" action={`${here}/undo`} class="row">
          <Button look="danger">Undo the import</Button>
          <ButtonLink href={here}>Keep it</ButtonLink>
        </form>
      </Card>
    </>
  );
  return scenePage(scene, { title: "Undo an import", current: importsPath }, content);
}

async function undo(scene: Scene): Promise<Response> {
  const { deps, actor, now, context } = scene;
  const importId = context.req.param("id") ?? "";
  const undone = await undoImport({ deps: deps.imports, importId, actor, until: now + UNDO_TURN_MS });
  if (undone.ok) return seeOther(`${importsPath}/${importId}`);
  return undone.error.code === "not_found"
    ? notFound(scene)
    : notice(scene, 409, undone.error.detail ?? "It can't be undone");
}
