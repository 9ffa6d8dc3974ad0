import { sql, type SQL } from "drizzle-orm";
import { isSuppressed } from "#messages/claim/claim-statements.ts";
import type { PreparedMessage, SkipReason } from "#messages/message.ts";
import { jsonRows } from "#store/json-rows.ts";

export type Attempt = { readonly id: number; readonly fence: number; readonly prepared: PreparedMessage };

/**
 * Committed before the request leaves: from here a crash means "unknown", never "not sent". Suppression is asked for the
 * last time in the same statement. The lease is renewed to outlast the try: a batch is sent in groups, and a group that comes
 * late must neither run into another worker's hands nor go out at all once its lease is over. Gives the ids that may be sent.
 */
export function beginAttempts(
  attempts: readonly Attempt[],
  { provider, now, leaseUntil }: { readonly provider: string; readonly now: number; readonly leaseUntil: number },
): SQL {
  const rows = attempts.map(({ id, fence, prepared }) => [
    id,
    fence,
    prepared.templateId,
    prepared.inputs,
    prepared.bodyHash,
    JSON.stringify(prepared.linkIds),
  ]);
  return sql`update messages as m set state = 'attempting', attempts = m.attempts + 1,
    first_attempt_at = coalesce(m.first_attempt_at, ${now}), provider = ${provider}, lease_until = ${leaseUntil},
    template_id = item.value ->> 2, inputs = item.value ->> 3, body_hash = item.value ->> 4, links = item.value ->> 5
    from ${jsonRows(rows)}
    where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed'
      and m.lease_until > ${now} and not ${isSuppressed()}
    returning id`;
}

/** Of these attempts, those that are still claimed under a lease were suppressed in the meantime. */
export function skipSuppressedLate(attempts: readonly Attempt[], now: number): SQL {
  const rows = jsonRows(attempts.map(({ id, fence }) => [id, fence]));
  return sql`update messages as m set state = 'skipped', reason = 'suppressed', reserved_at = null, claimed_by = null,
    lease_until = null from ${rows} where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed'
      and m.lease_until > ${now} and ${isSuppressed()}`;
}

export function skipClaimed(
  rows: ReadonlyArray<{ readonly id: number; readonly fence: number; readonly reason: SkipReason }>,
): SQL {
  return sql`update messages set state = 'skipped', reason = item.value ->> 2, reserved_at = null, claimed_by = null,
    lease_until = null from ${jsonRows(rows.map(({ id, fence, reason }) => [id, fence, reason]))}
    where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'claimed'`;
}

export type Outcome = {
  readonly id: number;
  readonly fence: number;
  readonly state: "accepted" | "rejected" | "deferred" | "unknown_outcome";
  readonly reason?: string;
  readonly providerId?: string;
  /** the next try, where deferred */
  readonly dueAt?: number;
};

/** A worker that woke up too late names an old fence, and changes nothing. */
export function recordOutcomes(outcomes: readonly Outcome[], now: number): SQL {
  const rows = outcomes.map(({ id, fence, state, reason, providerId, dueAt }) => [
    id,
    fence,
    state,
    reason ?? null,
    providerId ?? null,
    dueAt ?? null,
  ]);
  return sql`update messages set state = item.value ->> 2, reason = item.value ->> 3,
    provider_id = coalesce(item.value ->> 4, provider_id), due_at = coalesce(item.value ->> 5, due_at),
    accepted_at = case item.value ->> 2 when 'accepted' then ${now} else accepted_at end,
    reserved_at = case item.value ->> 2 when 'rejected' then null else reserved_at end,
    claimed_by = null, lease_until = null
    from ${jsonRows(rows)}
    where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'attempting'
    returning id`;
}

/** The provider said that these recipients do not exist: their addresses, by hash, receive nothing more. */
export function suppressUnknownRecipients(ids: readonly number[], now: number): SQL {
  return sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
    select case m.channel when 'email' then c.email_hash else c.phone_hash end, m.channel, '', 'unknown_recipient',
      'provider', ${now}, m.id
    from json_each(${JSON.stringify(ids)}) as item join messages m on m.id = item.value
    join customers c on c.id = m.customer_id
    where case m.channel when 'email' then c.email_hash else c.phone_hash end is not null
    on conflict do nothing`;
}

/** Claimed rows whose worker is gone: they never reached a socket, so they are simply due again. */
export function releaseClaimed(isOver: SQL): SQL {
  return sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, claimed_by = null,
    lease_until = null, reserved_at = case attempts when 0 then null else reserved_at end
    where lease_until is not null and state = 'claimed' and ${isOver} returning id`;
}

/** Rows whose worker died between "attempting" and the answer. */
export function orphanedAttempts(isOver: SQL): SQL {
  return sql`select m.id, m.fence, m.attempts, m.first_attempt_at as firstAttemptAt, m.channel,
    n.message_class as messageClass from messages m join newsletters n on n.id = m.newsletter_id
    where m.lease_until is not null and m.state = 'attempting' and ${isOver} limit 500`;
}
