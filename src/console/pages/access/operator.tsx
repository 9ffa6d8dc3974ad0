import { passwordSchema, roleSchema } from "#access/api/operator-schema.ts";
import { minPasswordLength } from "#access/create-auth.ts";
import { findOperator } from "#access/find-operator.ts";
import { setPassword } from "#access/set-password.ts";
import { setRole } from "#access/set-role.ts";
import { z } from "zod";
import { type Problem, problems } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem, readFields } from "#console/form-faults.ts";
import { hrefOf, searchOf } from "#console/list-search.ts";
import {
  type ConsolePage,
  notFound,
  notice,
  ownPasswordPath,
  type Scene,
  scenePage,
  seeOther,
} from "#console/scene.tsx";
import { operatorsPath } from "./operators.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { RoleBadge, RoleCards } from "./roles.tsx";

const PATH = `${operatorsPath}/:id`;

export const operatorPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "operators:manage", handle: (scene) => showOperator(scene) },
  { method: "post", path: `${PATH}/role`, scope: "operators:manage", handle: changeRole },
  { method: "post", path: `${PATH}/password`, scope: "operators:manage", handle: changePassword },
];

const savedWords: Readonly<Record<string, string>> = {
  role: "The role holds from the next request on.",
  password: "The password is set, and every session has ended.",
};

type Refusal = { readonly faults: FieldFaults; readonly role?: string };

async function showOperator(scene: Scene, { faults, role }: Refusal = { faults: {} }): Promise<Response> {
  const operator = await findOperator(scene.deps.store, scene.context.req.param("id") ?? "");
  if (operator === undefined) return notFound(scene);
  const here = `${operatorsPath}/${operator.id}`;
  const saved = savedWords[searchOf(scene, ["saved"]).saved ?? ""];
  const isSelf = operator.id === scene.actor.id;
  const content = (
    <>
      <PageHeader
        title={operator.name}
        lead={operator.email}
        parent={{ href: operatorsPath, label: "Operators" }}
        actions={
          <>
            <RoleBadge role={operator.role} />
            <a href={hrefOf("/console/audit", { kind: "operator", id: operator.id })}>Record</a>
          </>
        }
      />
      {saved === undefined ? null : <Flash tone="good" title={saved} />}
      <Refused faults={faults} labels={{ role: "Role", password: "New password" }} />
      <div class="stack">
        <Card title="What she may do">
          <form class="form" method="post" action={`${here}/role`}>
            <RoleCards value={role ?? operator.role} error={faults["role"]} />
            <Button>Change the role</Button>
          </form>
        </Card>
        <Card title="Password">
          {isSelf ? <OwnPassword /> : <Password action={`${here}/password`} faults={faults} />}
        </Card>
      </div>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: operator.name, current: operatorsPath, status }, content);
}

function OwnPassword() {
  return (
    <p>
      This is you: change it under <a href={ownPasswordPath}>My password</a>, where your present one is asked for.
    </p>
  );
}

function Password({ action, faults }: { readonly action: string; readonly faults: FieldFaults }) {
  return (
    <form class="form" method="post" action={action}>
      <TextField
        name="password"
        label="New password"
        hint={`For somebody who lost hers. At least ${minPasswordLength} characters; all her sessions end.`}
        type="password"
        autocomplete="new-password"
        error={faults["password"]}
      />
      <Button look="danger">Set the password</Button>
    </form>
  );
}

async function changeRole(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { role: "one" } });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const read = readFields(z.object({ role: roleSchema }), { role: sent.value.one("role") });
  if (!read.ok) return showOperator(scene, { faults: read.error });
  const { role } = read.value;
  const operatorId = context.req.param("id") ?? "";
  return answer(scene, "role", { role, done: await setRole({ deps, actor, input: { operatorId, role } }) });
}

async function changePassword(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const operatorId = context.req.param("id") ?? "";
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape: { password: "one" } });
  // Her own is changed against the one that she has, so that a session left open can't take her account over.
  if (!sent.ok || operatorId === actor.id) return notice(scene, 400, problems.invalid_request.title);
  const read = readFields(z.object({ password: passwordSchema }), { password: sent.value.one("password") });
  if (!read.ok) return showOperator(scene, { faults: read.error });
  const input = { operatorId, ...read.value };
  return answer(scene, "password", { done: await setPassword({ deps, auth: await deps.signIn.auth(), actor, input }) });
}

type Done = { readonly done: Result<void, Problem>; readonly role?: string };

/** A change of a part of the account is shown where it was made, done or refused. */
function answer(scene: Scene, part: "role" | "password", { done, role }: Done): Promise<Response> | Response {
  if (done.ok) return seeOther(`${operatorsPath}/${scene.context.req.param("id") ?? ""}?saved=${part}`);
  if (done.error.code === "not_found") return notFound(scene);
  const faults = { [part]: done.error.detail ?? problems[done.error.code].title, ...faultsOfProblem(done.error) };
  return showOperator(scene, { faults, ...(role === undefined ? {} : { role }) });
}
