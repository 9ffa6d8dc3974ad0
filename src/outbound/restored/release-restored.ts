import { sql } from "drizzle-orm";
import { auditStatement } from "#access/audit.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { Actor } from "#web/operation.ts";

type Release = {
  readonly deps: Pick<OutboundDeps, "store" | "clock">;
  readonly actor: Actor;
  readonly input: { readonly newsletter: string };
};

/** Some 20 ms of the writer. */
const CHUNK = 2_000;

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
          reserved_at = null, due_at = max(due_at, ${at})
        where id in (select m.id from newsletters n join messages m on m.newsletter_id = n.id and m.reason = 'restored'
          where n.code = ${newsletter} and m.state = 'skipped' limit ${CHUNK}) returning id`,
    ]);
    released += rows.length;
    if (rows.length < CHUNK) return released;
  }
}
