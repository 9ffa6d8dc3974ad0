import { DAY_MS } from "#kernel/clock.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { replayDeliveries, replayDelivery } from "#outbound/webhooks/replay-deliveries.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { numberParam } from "#console/number-param.ts";
import { type ConsolePage, notFound, notice, type Scene, seeOther } from "#console/scene.tsx";
import { webhooksPath } from "./webhook-words.tsx";

export const webhookReplayPages: readonly ConsolePage[] = [
  { method: "post", path: `${webhooksPath}/:id/replay`, scope: "webhooks:manage", handle: replayMany },
  {
    method: "post",
    path: `${webhooksPath}/:id/deliveries/:number/replay`,
    scope: "webhooks:manage",
    handle: replayOne,
  },
];

const spans = [
  { value: "1", label: "of the last 24 hours" },
  { value: "7", label: "of the last 7 days" },
  { value: "30", label: "of the last 30 days" },
] as const;

const kinds = [
  { value: "failed", label: "What failed" },
  { value: "all", label: "Everything, also what arrived" },
] as const;

/** For a receiver that lost data, or was broken for a while. */
export function ReplayCard({ path }: { readonly path: string }) {
  return (
    <Card title="Send again">
      <form class="form" method="post" action={`${path}/replay`}>
        <p>Events come under the ids that they had: a receiver that remembers ids takes none twice.</p>
        <Select name="which" label="Which" options={kinds} value="failed" />
        <Select name="days" label="From when" options={spans} value="1" />
        <div class="row">
          <Button>Send again</Button>
        </div>
      </form>
    </Card>
  );
}

async function replayMany(scene: Scene): Promise<Response> {
  const { deps, context, actor, now } = scene;
  const endpointId = context.req.param("id") ?? "";
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { which: "one", days: "one" } });
  const which = fields.ok ? kinds.find(({ value }) => value === fields.value.one("which")) : undefined;
  const span = fields.ok ? spans.find(({ value }) => value === fields.value.one("days")) : undefined;
  if (which === undefined || span === undefined) return notice(scene, 400, problems.invalid_request.title);
  const input = { since: now - Number(span.value) * DAY_MS, which: which.value };
  const replayed = await replayDeliveries({ deps, actor, endpointId, input });
  return replayed.ok ? seeOther(`${webhooksPath}/${endpointId}?replayed=${replayed.value}`) : notFound(scene);
}

async function replayOne(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const endpointId = context.req.param("id") ?? "";
  const number = numberParam(scene, "number");
  const replayed = await replayDelivery({ deps, actor, endpointId, number });
  if (replayed.ok || replayed.error.code === "conflict") return seeOther(`${webhooksPath}/${endpointId}?done=again`);
  return notFound(scene);
}
