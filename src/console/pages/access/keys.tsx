import type { KeyView } from "#access/api/key-schema.ts";
import { findKeyView, listKeys } from "#access/queries.ts";
import { revokeKey } from "#access/revoke-key.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { hrefOf, PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { When } from "#console/words.tsx";

const PATH = "/console/keys";

export const keyPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "keys:manage", handle: showKeys },
  { method: "get", path: `${PATH}/:id/revoke`, scope: "keys:manage", handle: confirmRevoke },
  { method: "post", path: `${PATH}/:id/revoke`, scope: "keys:manage", handle: revoke },
];

async function showKeys(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor", "revoked"]);
  const page = await listKeys(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader
        title="API keys"
        lead="What other systems come in with. A write key stands in public pages and can do nothing but send facts."
        actions={
          <>
            <ButtonLink look="primary" href={`${PATH}/new`}>
              New API key
            </ButtonLink>
            <ButtonLink href={hrefOf(`${PATH}/new`, { kind: "write" })}>New write key</ButtonLink>
          </>
        }
      />
      {search.revoked === undefined ? null : (
        <Flash tone="good" title="The key is revoked.">
          It opens nothing any more.{" "}
          <a href={hrefOf("/console/audit", { kind: "key", id: search.revoked })}>See the record</a>
        </Flash>
      )}
      <Table
        caption="Keys"
        isCaptionHidden
        columns={[
          { label: "Name", isRowHeader: true, cell: (key: KeyView) => key.name },
          { label: "Begins with", cell: (key) => <code>{prefixOf(key)}</code> },
          { label: "May", cell: (key) => <Scopes scopes={key.scopes} /> },
          { label: "Created", cell: (key) => <When at={key.createdAt} /> },
          {
            label: "Last used",
            cell: (key) => (key.lastUsedAt === undefined ? "never" : <When at={key.lastUsedAt} />),
          },
          { label: "State", cell: (key) => <KeyState of={key} now={scene.now} /> },
          { label: "Change", cell: (key) => <RevokeLink of={key} /> },
        ]}
        rows={page.items}
        empty={
          <EmptyState title="No key yet">A shop sends its facts with a key, a website with a write key.</EmptyState>
        }
      />
      <Pager {...pagerOf(PATH, { cursor: search.cursor }, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "API keys", current: PATH }, content);
}

/** The moment at which a key was made, and some chance: enough to know it by, and nothing of its secret. */
const PREFIX_LENGTH = 13;

function prefixOf({ id }: KeyView): string {
  return `jk_${id.slice(0, PREFIX_LENGTH)}…`;
}

const MANY_SCOPES = 3;

function Scopes({ scopes }: Pick<KeyView, "scopes">) {
  if (scopes.length <= MANY_SCOPES) return <>{scopes.join(", ")}</>;
  return (
    <details>
      <summary>{String(scopes.length)} scopes</summary>
      {scopes.join(", ")}
    </details>
  );
}

function KeyState({ of: { revokedAt, expiresAt }, now }: { readonly of: KeyView; readonly now: number }) {
  if (revokedAt !== undefined) {
    return (
      <>
        <Badge tone="neutral" label="revoked" /> <When at={revokedAt} />
      </>
    );
  }
  if (expiresAt === undefined) return <Badge tone="good" label="live" />;
  const isOver = expiresAt <= now;
  return (
    <>
      <Badge tone={isOver ? "neutral" : "good"} label={isOver ? "ended" : "live until"} /> <When at={expiresAt} />
    </>
  );
}

function RevokeLink({ of: { id, name, revokedAt } }: { readonly of: KeyView }) {
  if (revokedAt !== undefined) return <></>;
  return (
    <a href={`${PATH}/${id}/revoke`}>
      Revoke<span class="hidden-words"> {name}</span>
    </a>
  );
}

async function confirmRevoke(scene: Scene): Promise<Response> {
  const key = await findKeyView(scene.deps.store, scene.context.req.param("id") ?? "");
  if (key === undefined || key.revokedAt !== undefined) return notFound(scene);
  const content = (
    <>
      <PageHeader
        title={`Revoke “${key.name}”?`}
        lead="From the next request on it opens nothing, for whoever has it. This can't be taken back: a new key has a new secret."
        parent={{ href: PATH, label: "API keys" }}
      />
      <div class="stack">
        <Card>
          <DefinitionList
            items={[
              ["Begins with", <code>{prefixOf(key)}</code>],
              ["May", key.scopes.join(", ")],
              ["Created", <When at={key.createdAt} />],
              ["Last used", key.lastUsedAt === undefined ? "never" : <When at={key.lastUsedAt} />],
            ]}
          />
        </Card>
        <form method="post" action={`${PATH}/${key.id}/revoke`} class="row">
          <Button look="danger">Revoke the key</Button>
          <ButtonLink href={PATH}>Leave it as it is</ButtonLink>
        </form>
      </div>
    </>
  );
  return scenePage(scene, { title: "Revoke", current: PATH }, content);
}

async function revoke({ deps, context, actor, ...scene }: Scene): Promise<Response> {
  const id = context.req.param("id") ?? "";
  const revoked = await revokeKey({ deps, actor, id });
  return revoked.ok ? seeOther(hrefOf(PATH, { revoked: id })) : notFound({ deps, context, actor, ...scene });
}
