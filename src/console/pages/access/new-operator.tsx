import { newOperatorBody } from "#access/api/operator-schema.ts";
import { minPasswordLength } from "#access/create-auth.ts";
import { createOperator } from "#access/create-operator.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { operatorsPath } from "./operators.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { RoleCards } from "./roles.tsx";

const PATH = `${operatorsPath}/new`;

export const newOperatorPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "operators:manage", handle: (scene) => form(scene, empty) },
  { method: "post", path: PATH, scope: "operators:manage", handle: add },
];

/** What a refused form keeps: all but the password, which no page ever holds. */
type Draft = { readonly name: string; readonly email: string; readonly role: string };

const empty: Draft = { name: "", email: "", role: "viewer" };
const labels = { name: "Name", email: "E-mail", password: "First password", role: "Role" };

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const content = (
    <>
      <PageHeader title="Add an operator" parent={{ href: operatorsPath, label: "Operators" }} />
      <Refused faults={faults} labels={labels} title="Nobody was added." />
      <form class="form" method="post" action={PATH}>
        <TextField
          name="name"
          label={labels.name}
          value={draft.name}
          maxLength={100}
          autocomplete="off"
          error={faults["name"]}
        />
        <TextField
          name="email"
          label={labels.email}
          hint="To sign in with."
          type="email"
          value={draft.email}
          maxLength={254}
          autocomplete="off"
          error={faults["email"]}
        />
        <RoleCards value={draft.role} error={faults["role"]} />
        <TextField
          name="password"
          label={labels.password}
          hint={`At least ${minPasswordLength} characters: three or four words that have nothing to do with each other.`}
          type="password"
          autocomplete="new-password"
          error={faults["password"]}
        />
        <div class="row">
          <Button look="primary">Add</Button>
          <ButtonLink href={operatorsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "Add an operator", current: operatorsPath, status }, content);
}

const shape = { name: "one", email: "one", role: "one", password: "one" } as const;

async function add(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const fields = sent.value;
  const draft = { name: fields.one("name"), email: fields.one("email"), role: fields.one("role") };
  const read = readFields(newOperatorBody, { ...draft, password: fields.one("password") });
  if (!read.ok) return form(scene, draft, read.error);
  const made = await createOperator({ deps, auth: await deps.signIn.auth(), actor, input: read.value });
  if (made.ok) return seeOther(`${operatorsPath}?added=${made.value.id}`);
  if (made.error.code === "conflict") return form(scene, draft, { email: "An operator with this address exists." });
  return made.error.code === "forbidden"
    ? form(scene, draft, { role: made.error.detail ?? problems.forbidden.title })
    : form(scene, draft, faultsOfProblem(made.error));
}
