import { endpointBody } from "#outbound/api/endpoint-schema.ts";
import { changeEndpoint } from "#outbound/webhooks/change-endpoint.ts";
import { createEndpoint } from "#outbound/webhooks/create-endpoint.ts";
import { eventTypes, subscribableTypes } from "#outbound/webhooks/event-types.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { CheckboxCards } from "#web/pages/choice-fields.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { SecretOnce } from "./webhook-secret.tsx";
import { webhooksPath } from "./webhook-words.tsx";

export const webhookFormPages: readonly ConsolePage[] = [
  { method: "get", path: `${webhooksPath}/new`, scope: "webhooks:manage", handle: (scene) => form(scene, emptyDraft) },
  { method: "post", path: `${webhooksPath}/new`, scope: "webhooks:manage", handle: create },
  { method: "get", path: `${webhooksPath}/:id/edit`, scope: "webhooks:manage", handle: showEdit },
  { method: "post", path: `${webhooksPath}/:id/edit`, scope: "webhooks:manage", handle: save },
];

type Draft = {
  /** Where the form goes: "new", or the endpoint's id. */
  readonly id?: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  readonly discloses: readonly string[];
};

const emptyDraft: Draft = { url: "", description: "", types: [], discloses: [] };

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const back = draft.id === undefined ? webhooksPath : `${webhooksPath}/${draft.id}`;
  const title = draft.id === undefined ? "New endpoint" : "Change the endpoint";
  const content = (
    <>
      <PageHeader title={title} parent={{ href: webhooksPath, label: "Webhooks" }} />
      <Refused
        faults={faults}
        labels={{ url: "Address", description: "Name", types: "What it hears of", discloses: "What it may know" }}
      />
      <form class="form" method="post" action={draft.id === undefined ? `${webhooksPath}/new` : `${back}/edit`}>
        <TextField
          name="url"
          label="Address"
          type="url"
          hint="It begins with https:// and is reached from the internet. Redirects are not followed."
          value={draft.url}
          maxLength={2_048}
          autocomplete="off"
          error={faults["url"]}
        />
        <TextField
          name="description"
          label="Name"
          hint="Whose system it is. Its host stands here where this is empty."
          value={draft.description}
          maxLength={200}
          autocomplete="off"
          error={faults["description"]}
        />
        <WhatItHears draft={draft} faults={faults} mayDisclose={scene.actor.scopes.includes("export:personal")} />
        <div class="row">
          <Button look="primary">{draft.id === undefined ? "Make the endpoint" : "Save"}</Button>
          <ButtonLink href={back}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  return scenePage(
    scene,
    { title, current: webhooksPath, status: Object.keys(faults).length > 0 ? 422 : 200 },
    content,
  );
}

type Hears = { readonly draft: Draft; readonly faults: FieldFaults; readonly mayDisclose: boolean };

function WhatItHears({ draft, faults, mayDisclose }: Hears) {
  return (
    <>
      <CheckboxCards
        name="types"
        legend="What it hears of"
        values={draft.types}
        options={subscribableTypes.map((type) => ({ value: type, label: type, hint: `${eventTypes[type]}.` }))}
        error={faults["types"]}
      />
      {mayDisclose ? (
        <CheckboxCards
          name="discloses"
          legend="What it may know beside codes"
          hint="Left empty, payloads name customers by their code alone: a system that has the code needs nothing more."
          values={draft.discloses}
          options={[
            { value: "email", label: "E-mail address" },
            { value: "phone", label: "Phone number" },
          ]}
          error={faults["discloses"]}
        />
      ) : null}
    </>
  );
}

const shape = { url: "one", description: "one", types: "many", discloses: "many" } as const;

async function readDraft({ deps, context }: Scene): Promise<Draft | undefined> {
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return undefined;
  const { value } = fields;
  return {
    url: value.one("url"),
    description: value.one("description"),
    types: value.many("types"),
    discloses: value.many("discloses"),
  };
}

async function create(scene: Scene): Promise<Response> {
  const draft = await readDraft(scene);
  if (draft === undefined) return notice(scene, 400, problems.invalid_request.title);
  const read = readFields(endpointBody, draft);
  if (!read.ok) return form(scene, draft, read.error);
  const made = await createEndpoint({ deps: scene.deps.outbound, actor: scene.actor, input: read.value });
  if (!made.ok) return form(scene, draft, faultsOfProblem(made.error));
  const { id, secret } = made.value;
  return scenePage(scene, { title: "Secret", current: webhooksPath }, <SecretOnce id={id} secret={secret} />);
}

async function showEdit(scene: Scene): Promise<Response> {
  const id = scene.context.req.param("id") ?? "";
  const endpoint = await findEndpoint(scene.deps.store, { id, now: scene.now });
  return endpoint === undefined ? notFound(scene) : form(scene, endpoint);
}

async function save(scene: Scene): Promise<Response> {
  const id = scene.context.req.param("id") ?? "";
  const draft = await readDraft(scene);
  if (draft === undefined) return notice(scene, 400, problems.invalid_request.title);
  const read = readFields(endpointBody, draft);
  if (!read.ok) return form(scene, { ...draft, id }, read.error);
  const input = { ...read.value, description: draft.description };
  const saved = await changeEndpoint({ deps: scene.deps.outbound, actor: scene.actor, id, input });
  if (saved.ok) return seeOther(`${webhooksPath}/${id}?done=saved`);
  return saved.error.code === "not_found"
    ? notFound(scene)
    : form(scene, { ...draft, id }, faultsOfProblem(saved.error));
}
