import { sql, type SQL } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Messages of one newsletter in one state within the window. */
export type OutcomeCount = {
  readonly newsletter: string;
  readonly title: string;
  readonly state: string;
  readonly count: number;
};

export type ReasonCount = { readonly state: string; readonly reason: string; readonly count: number };

/** Local dates of the window, both included. */
export type DateWindow = { readonly from: string; readonly to: string };

/** From the index messages_by_newsletter alone. */
export function countOutcomes(store: Store, window: DateWindow): Promise<readonly OutcomeCount[]> {
  return store.read<OutcomeCount>(outcomesQuery(window));
}

export function outcomesQuery({ from, to }: DateWindow): SQL {
  return sql`select n.code as newsletter, n.title, m.state, count(*) as count from newsletters n
    cross join messages m on m.newsletter_id = n.id and m.occurrence_on >= ${from} and m.occurrence_on <= ${to}
    group by n.id, m.state order by n.priority desc, n.code`;
}

/** Why messages did not leave: a range of messages_by_newsletter, and the rows of these states only. */
export function countReasons(store: Store, window: DateWindow): Promise<readonly ReasonCount[]> {
  return store.read<ReasonCount>(reasonsQuery(window));
}

export function reasonsQuery({ from, to }: DateWindow): SQL {
  return sql`select m.state, coalesce(m.reason, '') as reason, count(*) as count from newsletters n
    cross join messages m on m.newsletter_id = n.id and m.occurrence_on >= ${from} and m.occurrence_on <= ${to}
      and m.state in ('skipped', 'deferred', 'rejected', 'bounced', 'unknown_outcome')
    group by m.state, m.reason order by count(*) desc limit 50`;
}

export type DayCount = { readonly on: string; readonly count: number };

/** Messages that a provider took, by the date that they were for. */
export function countSentByDay(store: Store, window: DateWindow): Promise<readonly DayCount[]> {
  return store.read<DayCount>(sentByDayQuery(window));
}

export function sentByDayQuery({ from, to }: DateWindow): SQL {
  return sql`select m.occurrence_on as "on", count(*) as count from newsletters n
    cross join messages m on m.newsletter_id = n.id and m.occurrence_on >= ${from} and m.occurrence_on <= ${to}
      and m.state in ('accepted', 'delivered', 'bounced') group by m.occurrence_on`;
}

/** What waits for another try and is due by an instant: a range of messages_due. */
export async function countRetries(store: Store, until: number): Promise<number> {
  const [row] = await store.read<{ count: number }>(retriesQuery(until));
  return row?.count ?? 0;
}

export function retriesQuery(until: number): SQL {
  return sql`select count(*) as count from newsletters n cross join messages m on m.newsletter_id = n.id
    and m.state in ('planned', 'deferred') and m.state = 'deferred' and m.due_at <= ${until} where n.state <> 'stopped'`;
}

/** What waits by the date that it is for: a range of messages_due. */
export function countAhead(
  store: Store,
  { newsletterId, until }: { readonly newsletterId: number; readonly until: number },
): Promise<readonly DayCount[]> {
  return store.read<DayCount>(
    sql`select occurrence_on as "on", count(*) as count from messages where newsletter_id = ${newsletterId}
      and state in ('planned', 'deferred') and due_at <= ${until} group by occurrence_on order by occurrence_on`,
  );
}
