import { changeEndpoint } from "#outbound/webhooks/change-endpoint.ts";
import { deleteEndpoint } from "#outbound/webhooks/delete-endpoint.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { rotateSecret } from "#outbound/webhooks/rotate-secret.ts";
import { sendTestEvent } from "#outbound/webhooks/send-test-event.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { SecretOnce } from "./webhook-secret.tsx";
import { webhooksPath } from "./webhook-words.tsx";
import { nameOf } from "./webhooks.tsx";

const PATH = `${webhooksPath}/:id`;
const manage = (method: "get" | "post", path: string, handle: ConsolePage["handle"]): ConsolePage => ({
  method,
  path: `${PATH}/${path}`,
  scope: "webhooks:manage",
  handle,
});

export const webhookActionPages: readonly ConsolePage[] = [
  manage("post", "test", test),
  manage("post", "on", (scene) => change(scene, "active")),
  manage("post", "off", (scene) => change(scene, "disabled")),
  manage("get", "secret", (scene) => confirm(scene, asksForSecret)),
  manage("post", "secret", rotate),
  manage("get", "delete", (scene) => confirm(scene, asksToDelete)),
  manage("post", "delete", remove),
];

const idOf = ({ context }: Scene) => context.req.param("id") ?? "";

async function test(scene: Scene): Promise<Response> {
  const endpointId = idOf(scene);
  const sent = await sendTestEvent({ deps: scene.deps.outbound, actor: scene.actor, endpointId });
  return sent.ok ? seeOther(`${webhooksPath}/${endpointId}?tested=${sent.value.number}`) : notFound(scene);
}

async function change(scene: Scene, state: "active" | "disabled"): Promise<Response> {
  const id = idOf(scene);
  const changed = await changeEndpoint({ deps: scene.deps.outbound, actor: scene.actor, id, input: { state } });
  return changed.ok ? seeOther(`${webhooksPath}/${id}?done=${state === "active" ? "on" : "off"}`) : notFound(scene);
}

async function rotate(scene: Scene): Promise<Response> {
  const id = idOf(scene);
  const rotated = await rotateSecret({ deps: scene.deps, actor: scene.actor, id });
  if (!rotated.ok) return notFound(scene);
  const { secret, oldSecretUntil } = rotated.value;
  const content = <SecretOnce id={id} secret={secret} oldUntil={oldSecretUntil} />;
  return scenePage(scene, { title: "Secret", current: webhooksPath }, content);
}

async function remove(scene: Scene): Promise<Response> {
  const deleted = await deleteEndpoint({ deps: scene.deps, actor: scene.actor, id: idOf(scene) });
  return deleted.ok ? seeOther(`${webhooksPath}?deleted=1`) : notFound(scene);
}

type Question = {
  readonly path: string;
  readonly title: (name: string) => string;
  readonly lead: string;
  readonly label: string;
  readonly look: "primary" | "danger";
};

const asksForSecret: Question = {
  path: "secret",
  title: (name) => `A new secret for “${name}”?`,
  lead: "For three days both secrets sign, so the receiver can change over without losing an event. A secret before the last one ends at once.",
  label: "Make a new secret",
  look: "primary",
};

const asksToDelete: Question = {
  path: "delete",
  title: (name) => `Delete “${name}”?`,
  lead: "Its secrets are gone at once, and what was on its way to it is not sent. Switch it off instead where it only rests.",
  label: "Delete the endpoint",
  look: "danger",
};

async function confirm(scene: Scene, { path, title, lead, label, look }: Question): Promise<Response> {
  const endpoint = await findEndpoint(scene.deps.store, { id: idOf(scene), now: scene.now });
  if (endpoint === undefined) return notFound(scene);
  const back = `${webhooksPath}/${endpoint.id}`;
  const content = (
    <>
      <PageHeader title={title(nameOf(endpoint))} lead={lead} parent={{ href: webhooksPath, label: "Webhooks" }} />
      <form method="post" action={`${back}/${path}`} class="row">
        <Button look={look}>{label}</Button>
        <ButtonLink href={back}>Leave it as it is</ButtonLink>
      </form>
    </>
  );
  return scenePage(scene, { title: label, current: webhooksPath }, content);
}
