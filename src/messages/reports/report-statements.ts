import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Told } from "./fold-reports.ts";

/** So many messages in a row that did not arrive within so many days make an address rest (docs/delivery-reports.md). */
const SOFT_LIMIT = 3;
const SOFT_WINDOW_DAYS = 15;
/** A server may try for five days before it gives up (RFC 5321 §4.5.4.1): no news for so long is good news. */
const SILENCE_DAYS = 5;
const KEPT_DAYS = 30;

const rowsOf = (told: readonly Told[]) =>
  jsonRows(
    told.map((one) => [
      one.messageId,
      one.deliveredAt,
      one.bouncedAt,
      one.bounce,
      one.reason,
      one.complainedAt,
      one.optedOutAt,
      one.isTaken ? 1 : 0,
      one.provider,
    ]),
  );

/** Sorts as `foldReports` weighs: what is heavier stays. */
const weight = (verdict: string, at: string, reason: string) =>
  sql.raw(
    `coalesce(iif(${verdict} = 'hard', '1', '0') || printf('/%016d/', ${at}) || ${verdict} || '/' || ${reason}, '')`,
  );
const heavier = sql`${weight("(item.value ->> 3)", "(item.value ->> 2)", "(item.value ->> 4)")}
  > ${weight("m.bounce_verdict", "m.bounced_at", "m.reason")}`;

/** States in which a message may have left: a retry that nobody holds yet is settled by what is reported of an earlier try. */
const MAY_HAVE_LEFT = sql.raw(
  `m.attempts > 0 and m.state in ('attempting', 'accepted', 'unknown_outcome', 'deferred', 'claimed', 'delivered', 'bounced')`,
);

/**
 * What is known of a message grows: the newest delivery, the heaviest bounce, the first complaint. The state follows from that
 * alone, so that order and repetition make no difference. Whoever still holds the row finds it changed and writes nothing.
 */
export function recordReports(told: readonly Told[]): SQL {
  return sql`update messages as m set
      delivered_at = nullif(max(coalesce(m.delivered_at, 0), coalesce(item.value ->> 1, 0)), 0),
      bounced_at = iif(${heavier}, item.value ->> 2, m.bounced_at),
      bounce_verdict = iif(${heavier}, item.value ->> 3, m.bounce_verdict),
      reason = iif(${heavier}, item.value ->> 4, m.reason),
      complained_at = nullif(min(coalesce(m.complained_at, item.value ->> 5, 0), coalesce(item.value ->> 5, m.complained_at, 0)), 0),
      opted_out_at = nullif(min(coalesce(m.opted_out_at, item.value ->> 6, 0), coalesce(item.value ->> 6, m.opted_out_at, 0)), 0)
    from ${rowsOf(told)}
    where m.id = item.value ->> 0 and ${MAY_HAVE_LEFT}
      and (${heavier} or coalesce(item.value ->> 1, 0) > coalesce(m.delivered_at, 0)
        or coalesce(item.value ->> 5, 9e18) < coalesce(m.complained_at, 9e18)
        or coalesce(item.value ->> 6, 9e18) < coalesce(m.opted_out_at, 9e18))
    returning id`;
}

/** The state that follows from what is known; a message of which the provider only said that it has it is accepted. */
export function settleStates(told: readonly Told[], now: number): SQL {
  const next =
    sql.raw(`case when m.bounce_verdict = 'hard' or m.bounced_at >= coalesce(m.delivered_at, 0) then 'bounced'
    when m.delivered_at is not null then 'delivered' else 'accepted' end`);
  const isOpen = sql.raw(`m.state in ('attempting', 'claimed', 'deferred', 'unknown_outcome')`);
  // Until something is known, a row in somebody's hands or before its retry stays as it is.
  const isKnown = sql.raw(`m.delivered_at is not null or m.bounced_at is not null or m.state = 'unknown_outcome'`);
  return sql`update messages as m set state = ${next}, claimed_by = null, lease_until = null,
      accepted_at = coalesce(m.accepted_at, m.first_attempt_at, ${now}),
      reason = iif(m.bounce_verdict is null, null, m.reason)
    from ${rowsOf(told)}
    where m.id = item.value ->> 0 and ${MAY_HAVE_LEFT} and item.value ->> 7 = 1 and (${isKnown})
      and (m.state <> ${next} or ${isOpen}) returning id`;
}

/**
 * The address that a message was written to, by hash, as `w`: the reservation that it made, looked for under every address that
 * its customer has had. She may have another by now, and that one did nothing.
 */
const WRITTEN_TO = sql.raw(`join customers d on d.id = m.customer_id
  join customers c on c.id = coalesce(d.merged_into, d.id)
  join address_reservations w on w.newsletter_id = m.newsletter_id and w.occurrence_on = m.occurrence_on
    and w.lane = m.lane and w.message_id = m.id and w.address_hash in (
      select c.email_hash union all select c.phone_hash
      union all select i.hash from identities i where i.customer_id = c.id and i.kind in ('email', 'phone')
      union all select m.inputs ->> '$.own.addressHash')`);

/** A dead address, and one whose reader complained, get nothing more. The first reason stands, but a complaint outlasts any. */
export function suppressReported(told: readonly Told[], now: number): SQL {
  return sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
    select w.address_hash, m.channel, '', iif(item.value ->> 5 is null, 'unknown_recipient', 'complaint'), ${column(8)}, ${now}, m.id
    from ${rowsOf(told)} join messages m on m.id = item.value ->> 0 and ${MAY_HAVE_LEFT} ${WRITTEN_TO}
    where item.value ->> 5 is not null or item.value ->> 3 = 'hard'
    on conflict (address_hash, channel, scope) do update set reason = excluded.reason, source = excluded.source,
      at = excluded.at, message_number = excluded.message_number
    where (excluded.reason = 'complaint' and suppressions.reason <> 'complaint')
      or (excluded.reason = 'unknown_recipient' and suppressions.reason = 'undeliverable')`;
}

/** Who only asked to be left out gets that programme no more. */
export function leaveReported(told: readonly Told[], now: number): SQL {
  return sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
    select w.address_hash, m.channel, n.code, 'unsubscribed', ${column(8)}, ${now}, m.id
    from ${rowsOf(told)} join messages m on m.id = item.value ->> 0 and ${MAY_HAVE_LEFT} ${WRITTEN_TO}
    join newsletters n on n.id = m.newsletter_id
    where item.value ->> 6 is not null on conflict do nothing`;
}

export function recordSoftBounces(told: readonly Told[]): SQL {
  return sql`insert into soft_bounces (message_id, customer_id, address_hash, channel, reason, sent_at, at)
    select m.id, m.customer_id, w.address_hash, m.channel, ${column(4)}, coalesce(m.first_attempt_at, m.due_at), ${column(2)}
    from ${rowsOf(told)} join messages m on m.id = item.value ->> 0 and ${MAY_HAVE_LEFT} ${WRITTEN_TO}
    where item.value ->> 3 = 'soft' on conflict (message_id) do nothing`;
}

/** Messages to an address count as long as nothing arrived there that left after them. */
export function restAddresses(told: readonly Told[], now: number): SQL {
  const isAlone = sql`not exists (select 1 from messages d indexed by messages_reserved
    where d.customer_id = b.customer_id and d.reserved_at is not null and d.channel = b.channel
      and d.first_attempt_at > b.sent_at
      and (d.state = 'delivered' or (d.state = 'accepted' and d.accepted_at <= ${now - SILENCE_DAYS * DAY_MS})))`;
  return sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
    select s.address_hash, s.channel, '', 'undeliverable', ${column(8)}, ${now}, s.message_id
    from ${rowsOf(told)} join soft_bounces s on s.message_id = item.value ->> 0
    where (select count(*) from soft_bounces b where b.address_hash = s.address_hash and b.channel = s.channel
      and b.at > s.at - ${SOFT_WINDOW_DAYS * DAY_MS} and ${isAlone}) >= ${SOFT_LIMIT}
    on conflict do nothing`;
}

export function forgetSoftBounces(now: number): SQL {
  return sql`delete from soft_bounces where message_id in (select message_id from soft_bounces
    where at < ${now - KEPT_DAYS * DAY_MS} order by at limit 500)`;
}
