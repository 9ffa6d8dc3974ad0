import { auditIfChanged } from "#access/audit.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";
import { newWebhookSecret, sealWebhookSecret } from "./webhook-secret.ts";

/** How long the secret before signs beside the new one: time to bring the new one to the receiver. */
const OVERLAP_MS = 3 * DAY_MS;

export type RotatedSecret = { readonly secret: string; readonly oldSecretUntil: number };

type Rotate = {
  readonly deps: Pick<OutboundDeps, "store" | "clock" | "secret">;
  readonly actor: Actor;
  readonly id: string;
};

/** A new secret, seen this once; both sign for three days. Rotating again ends the older one at once. */
export async function rotateSecret({ deps, actor, id }: Rotate): Promise<Result<RotatedSecret, Problem>> {
  const at = deps.clock.now();
  const secret = newWebhookSecret();
  const oldSecretUntil = at + OVERLAP_MS;
  const [rotated = []] = await deps.store.write([
    {
      sql: `update webhook_endpoints set old_secret = secret, old_secret_until = ?, secret = ?, updated_at = ?
        where id = ? and state <> 'deleted' returning id`,
      params: [oldSecretUntil, sealWebhookSecret(deps.secret, id, secret), at, id],
    },
    auditIfChanged({ at, actor, action: "rotate-webhook-secret", subject: { kind: "webhook-endpoint", id } }),
  ]);
  return rotated.length === 0 ? err(problem("not_found")) : ok({ secret, oldSecretUntil });
}
