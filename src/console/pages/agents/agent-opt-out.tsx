import type { Call } from "#calls/call.ts";
import { optOutCaller } from "#calls/opt-out-caller.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { callPath, CALLS, callsPath, withCall } from "./agent-words.ts";

const PATH = `${callsPath}/:id/opt-out`;

export const agentOptOutPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => ask(scene, call)) },
  { method: "post", path: PATH, scope: CALLS, handle: (scene) => withCall(scene, (call) => optOut(scene, call)) },
];

const WORDING = "She said by telephone that she wants no advertising any more.";

function ask(scene: Scene, call: Call): Promise<Response> {
  const content = (
    <>
      <PageHeader
        title="No advertising any more?"
        lead="On no channel, from now on. Her newsletters end, what was planned is gone, and no import brings her back. Messages about her own orders still come."
        parent={{ href: callPath(call.id), label: "Call" }}
      />
      <form class="row" method="post" action={callPath(call.id, "/opt-out")}>
        <Button look="danger">Yes, she said so</Button>
        <ButtonLink href={callPath(call.id)}>Back to the call</ButtonLink>
      </form>
    </>
  );
  return scenePage(scene, { title: "No advertising any more?", current: callsPath }, content);
}

async function optOut(scene: Scene, call: Call): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: {} });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  await optOutCaller(deps.forms, { actor, call, wording: WORDING });
  return seeOther(`${callPath(call.id)}?done=opt-out`);
}
