import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";
import { HELD_AT_ONCE, heldMessages } from "./held-messages.ts";

type Cancel = {
  readonly deps: Pick<OutboundDeps, "store" | "clock">;
  readonly actor: Pick<Actor, "kind" | "id">;
  readonly input: { readonly newsletter: string };
};

/**
 * Ends messages of one programme that a restore held back: they never go out. They go on counting in caps, since the lost
 * database may have sent them. Gives how many there were.
 */
export async function cancelRestored({ deps, actor, input: { newsletter } }: Cancel): Promise<number> {
  const { store, clock } = deps;
  await store.write([
    auditStatement({
      at: clock.now(),
      actor,
      action: "cancel-restored",
      subject: { kind: "newsletter", id: newsletter },
    }),
  ]);
  for (let cancelled = 0; ;) {
    const [rows = []] = await store.write([
      sql`update messages set reason = 'cancelled' where id in (${heldMessages(newsletter)}) returning id`,
    ]);
    cancelled += rows.length;
    if (rows.length < HELD_AT_ONCE) return cancelled;
  }
}
