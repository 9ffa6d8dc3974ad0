import { sql } from "drizzle-orm";
import { ofChannel } from "#messages/claim/claim-statements.ts";
import type { Store } from "#store/store.ts";

type Asked = { readonly now: number; readonly limit: number; readonly channel?: string };

export type Due = {
  /** Messages of running newsletters that are due, counted up to the limit. */
  readonly due: number;
  readonly oldestDueAt: number | null;
};

/** By index messages_due, or messages_due_by_channel, newsletter by newsletter. */
export async function countDue(store: Store, { now, limit, channel }: Asked): Promise<Due> {
  const own = ofChannel(channel);
  const [row] = await store.read<Due>(
    sql`select (select count(*) from (select 1 from newsletters n cross join messages m on m.newsletter_id = n.id ${own}
      and m.state in ('planned', 'deferred') and m.due_at <= ${now} where n.state = 'running' limit ${limit})) as due,
    (select min(at) from (select (select min(m.due_at) from messages m where m.newsletter_id = n.id ${own}
      and m.state in ('planned', 'deferred') and m.due_at <= ${now}) as at
      from newsletters n where n.state = 'running')) as oldestDueAt`,
  );
  return row ?? { due: 0, oldestDueAt: null };
}
