import { sql, type SQL } from "drizzle-orm";
import { hasConsent } from "#messages/consent.ts";
import { SAME_KEY_AGAIN } from "#messages/send/decide-outcome.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { ClaimTicket } from "./claim-statements.ts";
import { addressHash, standing } from "./standing.ts";

/**
 * "First by e-mail, else by text" (docs/decisions/0033): a message that its channel can't bring to her takes the next of her
 * order. It stays the same row under the same key, so that she has one message of an occurrence by whatever way, and it starts
 * anew on the next: untried, chosen and merged for that channel, capped and reserved like any other.
 */

/** Her own order for the newsletter, or hers for all. By the primary keys. */
const order = sql.raw(`coalesce((select ws.channel_order from subscriptions ws where ws.customer_id = m.customer_id
  and ws.newsletter_id = m.newsletter_id), (select wp.channel_order from preferences wp where wp.customer_id = m.customer_id))`);

/**
 * The first of her order that the newsletter may come by, that has a sender, that was not taken yet and that could reach her
 * now, by her own consent whatever the message's class; null where there is none.
 */
function nextChannel(open: readonly string[]): SQL {
  const agreed = hasConsent({ customerId: "m.customer_id", channel: "way.value", topic: "wn.topic" });
  return sql`(select way.value from newsletters wn join json_each(${order}) as way
    where wn.id = m.newsletter_id and wn.kind = 'newsletter' and way.value <> m.channel
      and way.value in (select value from json_each(wn.channels))
      and way.value in (select value from json_each(${JSON.stringify(open)}))
      and not exists (select 1 from json_each(m.ways) as gone where gone.value ->> 'channel' = way.value)
      and ${agreed} and ${standing(undefined, "way.value")} = '' order by way.key limit 1)`;
}

/** What the row remembers of the way that it leaves, and how it begins the next. `w` is the row, `turn` what was found. */
function takingNextWay(now: number): SQL {
  return sql`channel = turn.next, ways = json_insert(coalesce(w.ways, '[]'), '$[#]',
      json_object('channel', w.channel, 'reason', turn.reason, 'attempts', w.attempts, 'at', cast(${now} as integer))),
    reason = null, attempts = 0, first_attempt_at = null, inputs = null, body_hash = null, links = null, provider = null,
    provider_id = null, unmade = 0`;
}

/** Whether an earlier try may have reached her after all: then no other way is taken. */
const mayHaveGone = sql`(m.attempts > 0 and (m.reason is ${SAME_KEY_AGAIN} or (select wn.message_class
  from newsletters wn where wn.id = m.newsletter_id) = 'transactional'))`;

/** She left, or complained, by the very channel: that is her word about the message, not the channel's weakness. */
const wasUnwanted = sql`exists (select 1 from customers c join newsletters n on n.id = m.newsletter_id
  join suppressions x on x.address_hash = ${addressHash} and x.channel = m.channel and x.scope in ('', n.code)
  where c.id = m.customer_id and x.reason in ('unsubscribed', 'complaint'))`;

/**
 * At the claim: rows whose channel has no sender, no address, no consent or a suppressed address go on in this worker's hands by
 * the next channel of her order. Before the refused are skipped, in the same batch; a row without another way is skipped there.
 */
export function takeNextWay(ticket: ClaimTicket, open: readonly string[]): SQL {
  const why = sql`iif(m.channel in (select value from json_each(${JSON.stringify(open)})), ${standing()}, 'no_channel')`;
  return sql`update messages as w set ${takingNextWay(ticket.now)}
    from (select stuck.id, stuck.reason, stuck.next from (
        select m.id, ${why} as reason, ${nextChannel(open)} as next from messages m
        where m.claimed_by = ${ticket.token} and m.state = 'claimed' and ${order} is not null and not ${mayHaveGone}
          and not ${wasUnwanted}) as stuck
      where stuck.reason in ('no_address', 'no_consent', 'suppressed', 'no_channel') and stuck.next is not null) as turn
    where w.id = turn.id returning id, fence`;
}

/** Rows that their channel refused for good, nothing of them accepted. */
type RefusedRow = { readonly id: number; readonly fence: number };

/**
 * After a final refusal, in the batch that records it: the rows are due again at once by the next channel of her order, and what
 * may hold them back there is asked at the claim. A row that somebody else changed since stays as it is.
 */
export function turnRefused(
  refused: readonly RefusedRow[],
  { now, open }: { now: number; open: readonly string[] },
): SQL {
  return sql`update messages as w set ${takingNextWay(now)}, state = 'planned', due_at = ${now}, reserved_at = null,
      claimed_by = null, lease_until = null
    from (select found.id, found.reason, found.next from (
        select m.id, m.reason, ${nextChannel(open)} as next from ${jsonRows(refused.map(({ id, fence }) => [id, fence]))}
        join messages m on m.id = item.value ->> 0 and m.fence = item.value ->> 1 
          and (m.state = 'rejected' or (m.state = 'skipped' and m.reason in ('too_long', 'no_sender', 'address_too_long', 'not_printable')))
      ) as found where found.next is not null) as turn
    where w.id = turn.id returning id`;
}
