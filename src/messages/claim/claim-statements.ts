import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { hasConsent } from "#messages/consent.ts";
import type { SkipReason } from "#messages/message.ts";

export type ClaimTicket = {
  /** Unique for each claim of each worker: marks the rows of this claim. */
  readonly token: string;
  readonly now: number;
  readonly leaseUntil: number;
};

export type Cap = { readonly count: number; readonly days: number };

/** The address that a message of this channel goes to. */
const addressHash = sql.raw("case m.channel when 'email' then c.email_hash else c.phone_hash end");

/**
 * Takes due rows of one running newsletter, oldest first (index messages_due). Ninety-nine workers may do so at once: each
 * row goes to one. A paused or stopped newsletter gives nothing, from this claim on.
 */
export function takeDue(ticket: ClaimTicket, newsletterId: number, limit: number): SQL {
  return sql`update messages set state = 'claimed', claimed_by = ${ticket.token}, lease_until = ${ticket.leaseUntil},
    fence = fence + 1, reserved_at = coalesce(reserved_at, ${ticket.now})
    where id in (select id from messages where newsletter_id = ${newsletterId} and state in ('planned', 'deferred')
      and due_at <= ${ticket.now} order by due_at limit ${limit})
    and exists (select 1 from newsletters where id = ${newsletterId} and state = 'running') returning id`;
}

function skip(ticket: ClaimTicket, reason: SkipReason, condition: SQL): SQL {
  return sql`update messages as m set state = 'skipped', reason = ${reason}, reserved_at = null, claimed_by = null,
    lease_until = null where m.claimed_by = ${ticket.token} and m.state = 'claimed' and ${condition}`;
}

/** Older than its grace time and never tried: a burst of yesterday's news helps nobody. */
export function skipMissed(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "missed",
    sql`m.attempts = 0 and m.due_at < ${ticket.now} - (select grace_ms from newsletters n where n.id = m.newsletter_id)`,
  );
}

export function skipErased(ticket: ClaimTicket): SQL {
  const gone = sql`c.erased_at is not null or c.merged_into is not null`;
  return skip(ticket, "erased", sql`exists (select 1 from customers c where c.id = m.customer_id and (${gone}))`);
}

export function skipWithoutAddress(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "no_address",
    sql`not exists (select 1 from customers c where c.id = m.customer_id and ${addressHash} is not null)`,
  );
}

export function skipWithoutConsent(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "no_consent",
    sql`exists (select 1 from newsletters n where n.id = m.newsletter_id and n.message_class = 'marketing'
      and not coalesce(${hasConsent({ customerId: "m.customer_id", channel: "m.channel", topic: "n.topic" })}, 0))`,
  );
}

export function skipSuppressed(ticket: ClaimTicket): SQL {
  return skip(ticket, "suppressed", isSuppressed());
}

/** True for a row `m` whose address nothing may be sent to; transactional mail ignores an opt-out from marketing. */
export function isSuppressed(): SQL {
  return sql`exists (select 1 from customers c join newsletters n on n.id = m.newsletter_id
    join suppressions x on x.address_hash = ${addressHash} and x.channel = m.channel and x.scope in ('', n.code)
    where c.id = m.customer_id
    and (n.message_class = 'marketing' or x.reason in ('unknown_recipient', 'complaint', 'erased')))`;
}

/** By the occurrence's date. Today's, where she lives, is asked of the rows that are left (claim-messages.ts). */
export function skipPaused(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "paused",
    sql`exists (select 1 from preferences p join newsletters n on n.id = m.newsletter_id
      where p.customer_id = m.customer_id and n.message_class = 'marketing' and p.paused_from <= m.occurrence_on
      and (p.paused_until is null or p.paused_until > m.occurrence_on))`,
  );
}

/** The first of several codes with one address keeps the occurrence; the key is the address, not the customer. */
export function reserveAddresses(ticket: ClaimTicket): SQL {
  return sql`insert into address_reservations (address_hash, newsletter_id, occurrence_on, lane, message_id)
    select ${addressHash}, m.newsletter_id, m.occurrence_on, m.lane, m.id from messages m
    join customers c on c.id = m.customer_id
    where m.claimed_by = ${ticket.token} and m.state = 'claimed' order by m.id on conflict do nothing`;
}

export function skipSameAddress(ticket: ClaimTicket): SQL {
  return skip(
    ticket,
    "same_address",
    sql`not exists (select 1 from customers c join address_reservations r on r.address_hash = ${addressHash}
      and r.newsletter_id = m.newsletter_id and r.occurrence_on = m.occurrence_on and r.lane = m.lane
      where c.id = m.customer_id and r.message_id = m.id)`,
  );
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
    m.first_attempt_at as firstAttemptAt, m.template_id as templateId, m.inputs,
    c.id as customerId, c.code as customerCode, c.first_name as firstName, c.locale, c.zone, c.birth_on as birthOn,
    case m.channel when 'email' then c.email else c.phone end as address, c.is_tracked as isTracked,
    p.quiet_from as quietFrom, p.quiet_until as quietUntil, p.paused_from as pausedFrom, p.paused_until as pausedUntil,
    n.id as newsletterId, n.code as newsletterCode, n.message_class as messageClass
    from messages m join customers c on c.id = m.customer_id join newsletters n on n.id = m.newsletter_id
    left join preferences p on p.customer_id = c.id
    where m.claimed_by = ${ticket.token} and m.state = 'claimed'`;
}
