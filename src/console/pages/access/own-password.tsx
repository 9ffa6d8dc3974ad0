import { changeOwnPassword } from "#access/change-own-password.ts";
import { minPasswordLength } from "#access/create-auth.ts";
import { findOperator } from "#access/find-operator.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { type FieldFaults, faultsOfProblem } from "#console/form-faults.ts";
import { searchOf } from "#console/list-search.ts";
import { notice, type OwnPage, ownPasswordPath, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Refused } from "#console/pages/refused.tsx";

export const ownPasswordPages: readonly OwnPage[] = [
  { method: "get", path: ownPasswordPath, handle: (scene) => form(scene) },
  { method: "post", path: ownPasswordPath, handle: change },
];

const labels = { current: "Your present password", password: "New password", again: "New password once more" };

async function form(scene: Scene, faults: FieldFaults = {}): Promise<Response> {
  const operator = await findOperator(scene.deps.store, scene.actor.id);
  const content = (
    <>
      <PageHeader title="My password" lead="Every other session of yours ends with the change." />
      {searchOf(scene, ["changed"]).changed === "1" ? (
        <Flash tone="good" title="Changed.">
          From now on only the new password opens. You stay signed in here, and nowhere else.
        </Flash>
      ) : null}
      <Refused faults={faults} labels={labels} />
      <form class="form" method="post" action={ownPasswordPath}>
        {/* Without a name it is not sent: it tells the browser's password store whose password this is. */}
        <input type="email" autocomplete="username" value={operator?.email} readonly hidden />
        <TextField
          name="current"
          label={labels.current}
          type="password"
          autocomplete="current-password"
          error={faults["current"]}
        />
        <TextField
          name="password"
          label={labels.password}
          hint={`At least ${minPasswordLength} characters: three or four words that have nothing to do with each other.`}
          type="password"
          autocomplete="new-password"
          error={faults["password"]}
        />
        <TextField
          name="again"
          label={labels.again}
          type="password"
          autocomplete="new-password"
          error={faults["again"]}
        />
        <Button look="primary">Change my password</Button>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "My password", status }, content);
}

const shape = { current: "one", password: "one", again: "one" } as const;

async function change(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const request = context.req.raw;
  const sent = await readForm(request, { timer: deps.timer, shape });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const fields = sent.value;
  const input = { current: fields.one("current"), password: fields.one("password") };
  if (input.password !== fields.one("again")) return form(scene, { again: "This is not the same as above." });
  const changed = await changeOwnPassword({ deps, operatorId: actor.id, request, input });
  if (changed.ok) return seeOther(`${ownPasswordPath}?changed=1`, changed.value);
  const { code, retryAfterSeconds = 60 } = changed.error;
  if (code === "too_many_requests") return notice(scene, 429, `Too many tries. Wait ${retryAfterSeconds} seconds`);
  return code === "invalid_content"
    ? form(scene, faultsOfProblem(changed.error))
    : notice(scene, 409, problems.conflict.title);
}
