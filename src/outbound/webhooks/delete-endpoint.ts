import { auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";

type Delete = {
  readonly deps: Pick<OutboundDeps, "store" | "clock">;
  readonly actor: Actor;
  readonly id: string;
};

/** Takes an endpoint and its secrets away for good. What was on its way to it is forgotten with the next sweep. */
export async function deleteEndpoint({ deps, actor, id }: Delete): Promise<Result<undefined, Problem>> {
  const at = deps.clock.now();
  const [deleted = []] = await deps.store.write([
    {
      sql: `update webhook_endpoints set state = 'deleted', secret = x'', old_secret = null, old_secret_until = null,
        updated_at = ? where id = ? and state <> 'deleted' returning id`,
      params: [at, id],
    },
    auditIfChanged({
      at,
      actor,
      action: "delete-webhook-endpoint",
      subject: { kind: "webhook-endpoint", id },
    }),
  ]);
  return deleted.length === 0 ? err(problem("not_found")) : ok(undefined);
}
