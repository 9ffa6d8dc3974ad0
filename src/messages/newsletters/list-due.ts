import { sql } from "drizzle-orm";
import { HOUR_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { NewsletterState } from "./newsletter.ts";

/** How many messages of one newsletter wait for their time. */
export type DueCount = {
  readonly code: string;
  readonly title: string;
  readonly state: NewsletterState;
  readonly due: number;
  /** epoch ms of the first of them */
  readonly firstDueAt: number | null;
};

/** What falls due within the next hours, and what is overdue, by newsletter: one range of index messages_due each. */
export function listDue(
  store: Store,
  { now, hours }: { readonly now: number; readonly hours: number },
): Promise<readonly DueCount[]> {
  const until = now + hours * HOUR_MS;
  return store.read<DueCount>(
    sql`select n.code, n.title, n.state,
        (select count(*) from messages m where m.newsletter_id = n.id and m.state in ('planned', 'deferred')
          and m.due_at <= ${until}) as due,
        (select min(m.due_at) from messages m where m.newsletter_id = n.id and m.state in ('planned', 'deferred')
          and m.due_at <= ${until}) as firstDueAt
      from newsletters n where n.state <> 'stopped' order by n.priority desc, n.code`,
  );
}
