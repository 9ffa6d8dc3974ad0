import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { addressOf } from "#messages/address-of.ts";
import type { SkipReason } from "#messages/message.ts";
import { addressHash, standing } from "./standing.ts";

export type ClaimTicket = {
  /** Unique for each claim of each worker: marks the rows of this claim. */
  readonly token: string;
  readonly now: number;
  readonly leaseUntil: number;
};

export type Cap = { readonly count: number; readonly days: number };

/** So many rows, and of one channel alone where its lane asks. */
export type Share = { readonly limit: number; readonly channel?: string | undefined };

/** By index messages_due_by_channel. */
export function ofChannel(channel: string | undefined): SQL {
  return channel === undefined ? sql`` : sql`and channel = ${channel}`;
}

/**
 * Takes due rows of one running newsletter, oldest first (index messages_due). Ninety-nine workers may do so at once: each
 * row goes to one. A paused or stopped newsletter gives nothing, from this claim on.
 */
export function takeDue(ticket: ClaimTicket, newsletterId: number, { limit, channel }: Share): SQL {
  return sql`update messages set state = 'claimed', claimed_by = ${ticket.token}, lease_until = ${ticket.leaseUntil},
    fence = fence + 1
    where id in (select id from messages where newsletter_id = ${newsletterId} and state in ('planned', 'deferred')
      ${ofChannel(channel)} and due_at <= ${ticket.now} order by due_at limit ${limit})
    and exists (select 1 from newsletters where id = ${newsletterId} and state = 'running') returning id`;
}

function skip(ticket: ClaimTicket, reason: SkipReason | SQL, condition: SQL): SQL {
  return sql`update messages as m set state = 'skipped', reason = ${reason}, reserved_at = null, claimed_by = null,
    lease_until = null where m.claimed_by = ${ticket.token} and m.state = 'claimed' and ${condition} returning id, fence`;
}

/**
 * Never tried, and older than its grace time or than another date of the same programme that is due for her too: a burst of
 * yesterday's news helps nobody, so of what was missed only the newest may still go. By the unique key of messages.
 */
export function skipMissed(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "missed",
    sql`m.attempts = 0 and (coalesce(m.waits_since, m.due_at) < ${ticket.now} - (select grace_ms from newsletters n where n.id = m.newsletter_id)
      or exists (select 1 from messages o where o.customer_id = m.customer_id and o.newsletter_id = m.newsletter_id
        and o.occurrence_on > m.occurrence_on and o.lane = m.lane and o.due_at <= ${ticket.now}))`,
  );
}

/** Who may not receive, with the reason. A pause that holds today, where she lives, is asked of the rows that are left. */
export function skipRefused(ticket: ClaimTicket): SQL {
  return skip(ticket, standing(), sql`${standing()} <> ''`);
}

/** From here a row counts against the customer's cap; one that was tried before counts since its first claim. */
export function reserveTurns(ticket: ClaimTicket): SQL {
  return sql`update messages set reserved_at = ${ticket.now} where claimed_by = ${ticket.token} and state = 'claimed'
    and reserved_at is null`;
}

/**
 * Counts, for each row, the customer's other reservations inside the window that come before it: those of earlier claims and,
 * inside this one, those of higher priority. The reservation is made in the same batch, so no interleaving of workers can
 * let one too many through. Transactional messages are counted but never held back.
 */
export function skipCapped(ticket: ClaimTicket, vendorCap: Cap | undefined): SQL {
  const before = (days: SQL | number) => sql`(select count(*) from messages o where o.customer_id = m.customer_id
    and o.reserved_at > ${ticket.now} - ${days} * ${DAY_MS} and o.id <> m.id
    and (o.claimed_by is not ${ticket.token} or o.priority > m.priority or (o.priority = m.priority and o.id < m.id)))`;
  const own = sql`exists (select 1 from preferences p where p.customer_id = m.customer_id and p.cap_count is not null
    and ${before(sql.raw("p.cap_days"))} >= p.cap_count)`;
  const vendor = vendorCap === undefined ? sql`0` : sql`${before(vendorCap.days)} >= ${vendorCap.count}`;
  return skip(
    ticket,
    "capped",
    sql`exists (select 1 from newsletters n where n.id = m.newsletter_id and n.message_class = 'marketing')
      and (${own} or ${vendor})`,
  );
}

/** What is left, with what the sender needs to know. */
export function claimedRows(ticket: ClaimTicket): SQL {
  return sql`select m.id, m.fence, m.occurrence_on as occurrenceOn, m.channel, m.due_at as dueAt, m.attempts,
    m.first_attempt_at as firstAttemptAt, m.reason as lastReason, m.provider as lastProvider,
    m.template_id as templateId, m.inputs, m.heeds_quiet as heedsQuiet,
    c.id as customerId, c.code as customerCode, c.first_name as firstName, c.locale, c.zone, c.birth_on as birthOn,
    ${addressOf("m.channel", "c")} as address, ${addressHash} as addressHash,
    c.is_tracked as isTracked,
    p.quiet_from as quietFrom, p.quiet_until as quietUntil, p.paused_from as pausedFrom, p.paused_until as pausedUntil,
    n.id as newsletterId, n.code as newsletterCode, n.message_class as messageClass
    from messages m join customers c on c.id = m.customer_id join newsletters n on n.id = m.newsletter_id
    left join preferences p on p.customer_id = c.id
    where m.claimed_by = ${ticket.token} and m.state = 'claimed'`;
}

export function stillClaimed(ticket: ClaimTicket): SQL {
  return sql`select id from messages where claimed_by = ${ticket.token} and state = 'claimed'`;
}
