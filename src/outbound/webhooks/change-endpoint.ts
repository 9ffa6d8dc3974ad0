import { auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { SqlValue } from "#store/store.ts";
import type { Actor } from "#web/operation.ts";
import type { WebhookEndpoint } from "./endpoint.ts";
import { type EndpointInput, endpointProblem } from "./endpoint-input.ts";
import { findEndpoint } from "./find-endpoints.ts";
import { startCursors } from "./start-cursors.ts";

export type EndpointChange = { readonly [Field in keyof EndpointInput]?: EndpointInput[Field] | undefined } & {
  readonly state?: "active" | "disabled" | undefined;
};

type Change = {
  readonly deps: Pick<OutboundDeps, "store" | "clock" | "sources" | "outgoing">;
  readonly actor: Actor;
  readonly id: string;
  readonly input: EndpointChange;
};

/**
 * Changes an endpoint; what is absent stays. What is on its way keeps waiting while it is off, and goes on when it is on
 * again; of what happens meanwhile it never hears.
 */
export async function changeEndpoint({ deps, actor, id, input }: Change): Promise<Result<WebhookEndpoint, Problem>> {
  const refused = endpointProblem(input, { actor, policy: deps.outgoing.policy });
  if (refused !== undefined) return err(refused);
  const now = deps.clock.now();
  const columns = columnsOf(input, now);
  const set = Object.keys(columns).map((column) => `${column} = ?`);
  const [changed = []] = (
    await deps.store.write([
      ...(input.state === "active" ? startCursors(deps.sources) : []),
      {
        sql: `update webhook_endpoints set ${set.join(", ")} where id = ? and state <> 'deleted' returning id`,
        params: [...Object.values(columns), id],
      },
      auditIfChanged({
        at: now,
        actor,
        action: "change-webhook-endpoint",
        subject: { kind: "webhook-endpoint", id },
        detail: { fields: Object.keys(input), ...(input.state === undefined ? {} : { state: input.state }) },
      }),
    ])
  ).slice(-2);
  const endpoint = changed.length === 0 ? undefined : await findEndpoint(deps.store, { id, now });
  return endpoint === undefined ? err(problem("not_found")) : ok(endpoint);
}

function columnsOf(
  { url, description, types, discloses, state }: EndpointChange,
  now: number,
): Record<string, SqlValue> {
  return {
    updated_at: now,
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(types === undefined ? {} : { types: JSON.stringify([...new Set(types)]) }),
    ...(discloses === undefined ? {} : { discloses: JSON.stringify([...new Set(discloses)]) }),
    ...(state === undefined
      ? {}
      : {
          state,
          disabled_reason: state === "active" ? null : "operator",
          disabled_at: state === "active" ? null : now,
          failing_since: null,
        }),
  };
}
