import { draftOf } from "#customers/forms/draft/draft-of.ts";
import { beginDraft } from "#customers/forms/draft/drafts.ts";
import { findForm } from "#customers/forms/find-form.ts";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import { type FormVersion, listVersions } from "#customers/forms/list-versions.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { When } from "#console/words.tsx";
import { whatChanged } from "./form-changes.ts";
import { formPath, formsPath } from "./form-words.tsx";

const PATH = `${formsPath}/:code/versions`;

export const formVersionPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "customers:read", handle: (scene) => showVersions(scene) },
  { method: "post", path: PATH, scope: "customers:write", handle: takeUp },
];

type Line = FormVersion & { readonly changes: string };

async function showVersions(scene: Scene, hasDraft = false): Promise<Response> {
  const code = scene.context.req.param("code") ?? "";
  const form = await findForm(scene.deps.store, code);
  if (form === undefined) return notFound(scene);
  const versions = await listVersions(scene.deps.store, code);
  const lines = versions.map((version, index) => ({ ...version, changes: changesOf(version, versions[index + 1]) }));
  const mayWrite = scene.actor.scopes.includes("customers:write");
  const title = `Versions of “${pickWords(form.definition.title, "en", form.definition.locale)}”`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead="A version is never changed: a consent names the one that was read."
        parent={{ href: formPath(code), label: "Form" }}
      />
      {hasDraft ? (
        <Flash tone="warn" title="There is a draft of this form already.">
          {" "}
          <a href={formPath(code, "/edit")}>Publish it or throw it away</a> first.
        </Flash>
      ) : null}
      <Table
        caption="Versions"
        isCaptionHidden
        columns={[
          {
            label: "Version",
            isRowHeader: true,
            cell: (row: Line) => (
              <>
                <a href={formPath(code, `/preview?version=${String(row.version)}`)}>Version {String(row.version)}</a>{" "}
                {row.version === form.version ? <Badge tone="good" label="shown" /> : null}
              </>
            ),
          },
          { label: "Published", cell: (row) => <When at={row.createdAt} /> },
          { label: "What changed", cell: (row) => row.changes },
          ...(mayWrite ? [{ label: "Again", cell: (row: Line) => <TakeUp code={code} version={row.version} /> }] : []),
        ]}
        rows={lines}
      />
    </>
  );
  return scenePage(scene, { title, current: formsPath, status: hasDraft ? 409 : 200 }, content);
}

function TakeUp({ code, version }: { readonly code: string; readonly version: number }) {
  return (
    <form method="post" action={formPath(code, "/versions")}>
      <Button isSmall name="version" value={String(version)}>
        Begin a draft with version {String(version)}
      </Button>
    </form>
  );
}

function changesOf(version: FormVersion, before: FormVersion | undefined): string {
  if (before === undefined) return version.version === 1 ? "the first one" : "";
  const read = ({ definition }: FormVersion) => JSON.parse(definition) as FormDefinition;
  return whatChanged(read(before), read(version)).join("; ");
}

/** An old version is published again as a new one, by way of a draft. */
async function takeUp(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const code = context.req.param("code") ?? "";
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { version: "one" } });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const version = Number(fields.value.one("version"));
  const [form, current] = await Promise.all([findForm(deps.store, code, version), findForm(deps.store, code)]);
  if (form === undefined || current === undefined) return notFound(scene);
  const draft = draftOf(form.definition);
  const isBegun = await beginDraft(deps, { actor, code, draft, baseVersion: current.version });
  return isBegun ? seeOther(formPath(code, "/edit")) : showVersions(scene, true);
}
