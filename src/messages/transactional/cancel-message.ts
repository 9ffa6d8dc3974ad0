import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { findMessage, type MessageDetail } from "#messages/newsletters/find-message.ts";
import type { Store } from "#store/store.ts";

export type CancelMessage = {
  readonly deps: { readonly store: Store; readonly clock: Clock };
  readonly actor: AuditActor;
  readonly number: number;
};

/**
 * Takes back a message of the API or of a trigger that nobody holds and that was never tried. Cancelled twice is cancelled; one
 * that is in a sender's hands, or left, is not.
 */
export async function cancelMessage({ deps, actor, number }: CancelMessage): Promise<Result<MessageDetail, Problem>> {
  const { store, clock } = deps;
  await store.write([
    sql`update messages set state = 'skipped', reason = 'cancelled', reserved_at = null where id = ${number}
      and attempts = 0 and state in ('planned', 'deferred')
      and newsletter_id in (select id from newsletters where kind in ('direct', 'trigger'))`,
    auditIfChanged({
      at: clock.now(),
      actor,
      action: "cancel-message",
      subject: { kind: "message", id: String(number) },
    }),
  ]);
  const found = await findMessage(store, number);
  if (found === undefined) return err(problem("not_found"));
  if (found.state === "skipped" && found.reason === "cancelled") return ok(found);
  return err(problem("conflict", `It is ${found.state} and can't be cancelled any more.`));
}
