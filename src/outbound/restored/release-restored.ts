import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";
import { HELD_AT_ONCE, heldMessages } from "./held-messages.ts";

type Release = {
  readonly deps: Pick<OutboundDeps, "store" | "clock">;
  readonly actor: Pick<Actor, "kind" | "id">;
  readonly input: { readonly newsletter: string };
};

/**
 * Lets messages of one programme go that a restore held back: they are due now, and everything that may hold a message back
 * is asked again. What the lost database had sent already is sent twice by it: that is what the operator decides.
 */
export async function releaseRestored({ deps, actor, input: { newsletter } }: Release): Promise<number> {
  const { store, clock } = deps;
  const at = clock.now();
  await store.write([
    auditStatement({ at, actor, action: "release-restored", subject: { kind: "newsletter", id: newsletter } }),
  ]);
  for (let released = 0; ;) {
    const [rows = []] = await store.write([
      sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, reason = null,
          reserved_at = null, due_at = max(due_at, ${at}), waits_since = null
        where id in (${heldMessages(newsletter)}) returning id`,
    ]);
    released += rows.length;
    if (rows.length < HELD_AT_ONCE) return released;
  }
}
