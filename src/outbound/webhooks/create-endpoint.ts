import { auditStatement } from "#access/audit.ts";
import type { Problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";
import { type WebhookEndpoint } from "./endpoint.ts";
import { type EndpointInput, endpointProblem } from "./endpoint-input.ts";
import { startCursors } from "./start-cursors.ts";
import { newWebhookSecret, sealWebhookSecret } from "./webhook-secret.ts";

export type CreatedEndpoint = WebhookEndpoint & {
  /** Seen this once. */
  readonly secret: string;
};

type Create = {
  readonly deps: Pick<OutboundDeps, "store" | "clock" | "ids" | "secret" | "sources" | "outgoing">;
  readonly actor: Actor;
  readonly input: EndpointInput;
};

/** Makes an endpoint. It hears of everything that happens from now on. */
export async function createEndpoint({ deps, actor, input }: Create): Promise<Result<CreatedEndpoint, Problem>> {
  const refused = endpointProblem(input, { actor, policy: deps.outgoing.policy });
  if (refused !== undefined) return err(refused);
  const { url, description = "", types, discloses = [] } = input;
  const at = deps.clock.now();
  const id = deps.ids.next("whe");
  const secret = newWebhookSecret();
  await deps.store.write([
    ...startCursors(deps.sources),
    {
      sql: `insert into webhook_endpoints (id, url, description, types, discloses, state, secret, created_at, updated_at)
        values (?, ?, ?, ?, ?, 'active', ?, ?, ?)`,
      params: [
        id,
        url,
        description,
        JSON.stringify([...new Set(types)]),
        JSON.stringify([...new Set(discloses)]),
        sealWebhookSecret(deps.secret, id, secret),
        at,
        at,
      ],
    },
    auditStatement({
      at,
      actor,
      action: "create-webhook-endpoint",
      subject: { kind: "webhook-endpoint", id },
      detail: { host: new URL(url).host, types, discloses },
    }),
  ]);
  return ok({
    id,
    url,
    description,
    types: [...new Set(types)],
    discloses: [...new Set(discloses)],
    state: "active",
    createdAt: at,
    secret,
  });
}
