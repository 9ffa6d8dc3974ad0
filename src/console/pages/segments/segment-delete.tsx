import { newslettersFor } from "#messages/newsletters/newsletters-for.ts";
import { deleteSegment } from "#segments/delete-segment.ts";
import { findSegment } from "#segments/segment.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count } from "#console/words.tsx";

const PATH = "/console/segments";

export const segmentDeletePages: readonly ConsolePage[] = [
  { method: "get", path: `${PATH}/:code/delete`, scope: "customers:write", handle: confirm },
  { method: "post", path: `${PATH}/:code/delete`, scope: "customers:write", handle: remove },
];

async function confirm(scene: Scene): Promise<Response> {
  const segment = await findSegment(scene.deps.store, scene.context.req.param("code") ?? "");
  if (segment === undefined) return notFound(scene);
  const back = `${PATH}/${segment.code}`;
  const content = (
    <>
      <PageHeader
        title={`Delete “${segment.title}”?`}
        lead={`Its ${count(segment.memberCount)} members stay customers. Who entered and left is forgotten.`}
        parent={{ href: back, label: segment.title }}
      />
      <form method="post" action={`${back}/delete`} class="row">
        <Button look="danger">Delete</Button>
        <ButtonLink href={back}>Leave it as it is</ButtonLink>
      </form>
    </>
  );
  return scenePage(scene, { title: "Delete", current: PATH }, content);
}

async function remove(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const code = context.req.param("code") ?? "";
  const usersAbove = (used: string) => newslettersFor(deps.store, used);
  const deleted = await deleteSegment({ deps: { ...deps, usersAbove }, actor, input: { code } });
  if (deleted.ok) return seeOther(PATH);
  return deleted.error.code === "conflict" ? notice(scene, 409, deleted.error.detail ?? "") : notFound(scene);
}
