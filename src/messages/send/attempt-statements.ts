import { sql, type SQL } from "drizzle-orm";
import { standing } from "#messages/claim/standing.ts";
import { ONCE_MORE, SAME_KEY_AGAIN } from "./decide-outcome.ts";
import type { PreparedMessage, SkipReason } from "#messages/message.ts";
import { column, jsonRows } from "#store/json-rows.ts";

export type Attempt = {
  readonly id: number;
  readonly fence: number;
  readonly prepared: PreparedMessage;
  readonly customerId: number;
  readonly address: string;
  /** The date it is now where the customer lives. */
  readonly today: string;
  /** Of mail: whose standing it touches. */
  readonly stream?: string | undefined;
  /** By which the breaker of its provider is known. */
  readonly subject: string;
};

/** As `isLeaving` and `isStopped` read them. */
const rowOf = ({ id, fence, customerId, address, today, stream, subject }: Attempt) => [
  id,
  fence,
  customerId,
  address,
  today,
  stream ?? null,
  subject,
];

/** Whether a row still may go, asked of customer, address and date in the current row of `rowOf`. */
const isLeaving = standing({ customerId: column(2), address: column(3), today: column(4) });

/** A breaker of its stream or its provider is open, and not for this claim's own probe. */
const isStopped = (token: string) => sql`exists (select 1 from breakers b
  where b.subject in (item.value ->> 5, item.value ->> 6) and b.state <> 'closed' and b.probe_by is not ${token})`;

type Beginning = {
  readonly provider: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** The claim: its own probe goes through a breaker that is open to nobody else. */
  readonly token: string;
};

/**
 * Committed before the request leaves: from here a crash means "unknown", never "not sent". Everything that may hold a message
 * back is asked for the last time in the same statement, of the very address that is written to. The lease is renewed to
 * outlast the try: a batch is sent in groups, and a group that comes late must neither run into another worker's hands nor go
 * out at all once its lease is over.
 */
export function beginAttempts(attempts: readonly Attempt[], { provider, now, leaseUntil, token }: Beginning): SQL {
  const rows = attempts.map((attempt) => [
    ...rowOf(attempt),
    attempt.prepared.templateId,
    attempt.prepared.inputs,
    attempt.prepared.bodyHash,
    JSON.stringify(attempt.prepared.linkIds),
  ]);
  return sql`update messages as m set state = 'attempting', attempts = m.attempts + 1,
    first_attempt_at = coalesce(m.first_attempt_at, ${now}), provider = ${provider}, lease_until = ${leaseUntil},
    template_id = item.value ->> 7, inputs = item.value ->> 8, body_hash = item.value ->> 9, links = item.value ->> 10,
    stream = item.value ->> 5, unmade = 0
    from ${jsonRows(rows)}
    where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed'
      and m.lease_until > ${now} and not ${isStopped(token)}
      and ${isLeaving} = ''`;
}

/**
 * Of these attempts, those that have begun: right after `beginAttempts` in the same batch, the ids that may be sent. A fence is
 * one claim's, so nobody else can have begun them, and the same batch run again gives the same.
 */
export function begunAttempts(attempts: readonly Attempt[]): SQL {
  return sql`select m.id from ${jsonRows(attempts.map(({ id, fence }) => [id, fence]))}
    join messages m on m.id = item.value ->> 0 and m.fence = item.value ->> 1 where m.state = 'attempting'`;
}

/**
 * The same where the answer to the batch was lost and it is asked again: time has passed, so what may hold a message back is
 * asked once more. One that is held back now is taken back: nothing of it has left.
 */
export function begunAndStillLeaving(attempts: readonly Attempt[], token: string): SQL {
  return sql`select m.id from ${jsonRows(attempts.map(rowOf))}
    join messages m on m.id = item.value ->> 0 and m.fence = item.value ->> 1
    where m.state = 'attempting' and not ${isStopped(token)} and ${isLeaving} = ''`;
}

/** Of attempts that this worker did not send, those that are begun after all: as if they were not. First of what lets them go. */
export function takeBackBegun(attempts: readonly Attempt[]): SQL {
  return sql`update messages set state = 'claimed', attempts = attempts - 1,
    first_attempt_at = iif(attempts = 1, null, first_attempt_at)
    from ${jsonRows(attempts.map(({ id, fence }) => [id, fence]))}
    where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'attempting'`;
}

/** Of these attempts, those that are still claimed under a lease and must not go any more, with the reason. */
export function skipRefusedLate(attempts: readonly Attempt[], now: number): SQL {
  return sql`update messages as m set state = 'skipped', reason = ${isLeaving}, reserved_at = null, claimed_by = null,
    lease_until = null from ${jsonRows(attempts.map(rowOf))}
    where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed'
      and m.lease_until > ${now} and ${isLeaving} not in ('', 'held') returning id`;
}

/** Of these attempts, those that are held: a programme that was paused, a customer with another address. */
export function putBackHeld(attempts: readonly Attempt[], now: number): SQL {
  return sql`update messages as m set state = case m.attempts when 0 then 'planned' else 'deferred' end, claimed_by = null,
    lease_until = null, reserved_at = case m.attempts when 0 then null else m.reserved_at end
    from ${jsonRows(attempts.map(rowOf))}
    where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed'
      and m.lease_until > ${now} and ${isLeaving} = 'held'`;
}

/** Of these attempts, those that a breaker stopped since they were claimed; whoever claims them next knows of it, and of the second. */
export function putBackStopped(attempts: readonly Attempt[], now: number): SQL {
  return sql`update messages as m set state = case m.attempts when 0 then 'planned' else 'deferred' end, claimed_by = null,
    lease_until = null, reserved_at = case m.attempts when 0 then null else m.reserved_at end
    from ${jsonRows(attempts.map(rowOf))}
    where m.id = item.value ->> 0 and m.fence = item.value ->> 1 and m.state = 'claimed' and m.lease_until > ${now}
      and ${isLeaving} = ''`;
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

/**
 * A worker that woke up too late names an old fence, and changes nothing. `from` is "claimed" for what was decided without
 * another try. An answer that comes after the lease (a machine that slept) still settles its own try, while nobody has begun
 * another: what was called unknown is known then, and is not tried once more.
 */
export function recordOutcomes(
  outcomes: readonly Outcome[],
  now: number,
  from: "attempting" | "claimed" = "attempting",
): SQL {
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
    where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and (messages.state = ${from}
      or (${from} = 'attempting' and item.value ->> 2 in ('accepted', 'rejected') and (messages.state = 'unknown_outcome'
        or (messages.state = 'deferred' and messages.reason in (${SAME_KEY_AGAIN}, ${ONCE_MORE})))))
    returning id`;
}

type Stranger = { readonly id: number; readonly channel: string; readonly addressHash: string };

/**
 * The provider said that these recipients do not exist: the addresses that were written to, by hash, receive nothing more. The
 * customer may have another by now.
 */
export function suppressUnknownRecipients(strangers: readonly Stranger[], now: number): SQL {
  const rows = strangers.map(({ id, channel, addressHash }) => [addressHash, channel, id]);
  return sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
    select ${column(0)}, ${column(1)}, '', 'unknown_recipient', 'provider', ${now}, ${column(2)} from ${jsonRows(rows)}
    where true on conflict do nothing`;
}

/** Claimed rows whose worker is gone: they never reached a socket, so they are simply due again. */
export function releaseClaimed(isOver: SQL): SQL {
  return sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, claimed_by = null,
    lease_until = null, reserved_at = case attempts when 0 then null else reserved_at end
    where lease_until is not null and state = 'claimed' and ${isOver} returning id`;
}

/** Rows whose worker died between "attempting" and the answer. */
export function orphanedAttempts(isOver: SQL): SQL {
  return sql`select m.id, m.fence, m.attempts, m.first_attempt_at as firstAttemptAt, m.channel, m.provider,
    n.message_class as messageClass from messages m join newsletters n on n.id = m.newsletter_id
    where m.lease_until is not null and m.state = 'attempting' and ${isOver} limit 500`;
}
