import { sql, type SQL } from "drizzle-orm";
import { MINUTE_MS } from "#kernel/clock.ts";
import type { ClaimTicket } from "./claim-statements.ts";
import { standing } from "./standing.ts";

/**
 * One for a household (docs/decisions/0026): of a programme that comes once for each, the members' messages of one occurrence
 * share one reservation. It goes to the member who ranks first among those whose message may go; who ranks behind her waits
 * for her turn and is skipped only once hers is in somebody's hands or gone. So nobody is skipped for the sake of a message
 * that never leaves.
 */
type Message = "m" | "q";

/** A message of a programme that comes once for a household, to a member who did not ask for her own. */
function takesPart(message: Message): SQL {
  const m = sql.raw(message);
  return sql`exists (select 1 from newsletters hn where hn.id = ${m}.newsletter_id and hn.one_per_household = 1)
    and not exists (select 1 from subscriptions hs where hs.customer_id = ${m}.customer_id
      and hs.newsletter_id = ${m}.newsletter_id and hs.own_copy = 1)`;
}

/**
 * Greater comes first: who subscribed by her own choice, then who bought or clicked last, then who is known longest. Other
 * events don't count: anybody's page could tell them of anybody.
 */
function rank(message: Message): readonly SQL[] {
  const m = sql.raw(message);
  return [
    sql`coalesce((select hr.chosen_by = 'customer' from subscriptions hr where hr.customer_id = ${m}.customer_id
      and hr.newsletter_id = ${m}.newsletter_id and hr.state = 'active'), 0)`,
    sql`max(coalesce((select max(he.at) from events he where he.customer_id = ${m}.customer_id and he.name = 'click'
      and he.kind = 'click'), 0), coalesce((select max(hp.at) from purchases hp where hp.customer_id = ${m}.customer_id), 0))`,
    sql`-${m}.customer_id`,
  ];
}

function tupleOf(parts: readonly SQL[]): SQL {
  return sql`(${sql.join([...parts], sql`, `)})`;
}

/**
 * True for a reservation that still stands: its message is in somebody's hands, was tried, or is gone. One that was skipped,
 * refused for good or put back untried leaves the household free.
 */
function stands(reservation: string): SQL {
  const r = sql.raw(reservation);
  return sql`(${r}.message_id = 0 or exists (select 1 from messages h where h.id = ${r}.message_id
    and (h.state in ('claimed', 'attempting', 'accepted', 'unknown_outcome', 'delivered', 'bounced')
      or (h.state = 'deferred' and h.attempts > 0))))`;
}

/** Those whose household has another member's message of the occurrence. */
export function skipSameHousehold(ticket: ClaimTicket): SQL {
  return sql`update messages as m set state = 'skipped', reason = 'same_household', reserved_at = null, claimed_by = null,
    lease_until = null where m.claimed_by = ${ticket.token} and m.state = 'claimed' and ${takesPart("m")}
    and exists (select 1 from household_members hm cross join household_reservations r
      on r.household_id = hm.household_id and r.newsletter_id = m.newsletter_id and r.occurrence_on = m.occurrence_on
        and r.lane = m.lane
      where hm.customer_id = m.customer_id and r.message_id <> m.id and ${stands("r")}) returning id, fence`;
}

/**
 * Puts those off who rank behind a member whose message waits for its time, or is in another worker's hands and not reserved
 * yet: they are due right after her, and ask again. Whether hers may go is asked as at her own claim.
 */
export function waitForFirst(ticket: ClaimTicket): SQL {
  return sql`update messages as w set state = 'planned', due_at = first.due_at + ${MINUTE_MS}, reserved_at = null,
    claimed_by = null, lease_until = null
    from (select q.id as id, max(max(m.due_at, ${ticket.now})) as due_at from messages q
      cross join newsletters qn on qn.id = q.newsletter_id and qn.one_per_household = 1
      cross join household_members hq on hq.customer_id = q.customer_id
      cross join household_members hm on hm.household_id = hq.household_id and hm.customer_id <> q.customer_id
      cross join messages m on m.customer_id = hm.customer_id and m.newsletter_id = q.newsletter_id
        and m.occurrence_on = q.occurrence_on and m.lane = q.lane
      where q.claimed_by = ${ticket.token} and q.state = 'claimed' and q.attempts = 0 and ${takesPart("q")}
        and m.claimed_by is not ${ticket.token} and m.state in ('planned', 'claimed') and ${takesPart("m")}
        and m.due_at >= ${ticket.now} - qn.grace_ms
        and ${tupleOf(rank("m"))} > ${tupleOf(rank("q"))} and ${standing()} = ''
      group by q.id) as first
    where w.id = first.id`;
}

/** One household gets an occurrence once: of those in this claim the first by rank, unless the place is taken. */
export function reserveHouseholds(ticket: ClaimTicket): SQL {
  return sql`insert into household_reservations (household_id, newsletter_id, occurrence_on, lane, message_id)
    select hm.household_id, m.newsletter_id, m.occurrence_on, m.lane, m.id from messages m
    cross join household_members hm on hm.customer_id = m.customer_id
    where m.claimed_by = ${ticket.token} and m.state = 'claimed' and ${takesPart("m")}
    order by ${sql.join(
      rank("m").map((part) => sql`${part} desc`),
      sql`, `,
    )}
    on conflict (household_id, newsletter_id, occurrence_on, lane) do update set message_id = excluded.message_id
      where household_reservations.message_id <> excluded.message_id and not ${stands("household_reservations")}`;
}

/**
 * Of these messages, those that go no more, or not yet, leave their households free: who was skipped because of them is due
 * again. Grace is asked at the claim.
 */
export function callHouseholds(ids: readonly number[]): SQL {
  return sql`update messages set state = 'planned', reason = null where state = 'skipped' and reason = 'same_household'
    and id in (select w.id from json_each(${JSON.stringify(ids)}) as item
      cross join household_reservations r on r.message_id = item.value and not ${stands("r")}
      cross join household_members d on d.household_id = r.household_id
      cross join messages w on w.customer_id = d.customer_id and w.newsletter_id = r.newsletter_id
        and w.occurrence_on = r.occurrence_on and w.lane = r.lane)`;
}
