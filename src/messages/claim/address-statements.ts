import { sql, type SQL } from "drizzle-orm";
import { addressHashOf } from "#messages/address-of.ts";
import type { ClaimTicket } from "./claim-statements.ts";
import { addressHash } from "./standing.ts";

/**
 * True for a reservation `r` that still stands: its message may go, or has gone, to that address. One that ended skipped or was
 * taken back, and one never tried whose customer has another address by now, gives the address free.
 */
function stands(reservation: string): SQL {
  const r = sql.raw(reservation);
  return sql`exists (select 1 from messages h join customers hc on hc.id = h.customer_id where h.id = ${r}.message_id
    and h.state <> 'skipped' and (h.attempts > 0
      or ${addressHashOf("h.channel", "hc")} = ${r}.address_hash))`;
}

/** One address gets an occurrence once: the first of several codes that share it keeps it, or takes over what has come free. */
export function reserveAddresses(ticket: ClaimTicket): SQL {
  return sql`insert into address_reservations (address_hash, newsletter_id, occurrence_on, lane, message_id)
    select ${addressHash}, m.newsletter_id, m.occurrence_on, m.lane, m.id from messages m
    join customers c on c.id = m.customer_id
    where m.claimed_by = ${ticket.token} and m.state = 'claimed' order by m.id
    on conflict (address_hash, newsletter_id, occurrence_on, lane) do update set message_id = excluded.message_id
      where address_reservations.message_id <> excluded.message_id and not ${stands("address_reservations")}`;
}

/** Those whose address belongs to another message of the occurrence. */
export function skipSameAddress(ticket: ClaimTicket): SQL {
  return sql`update messages as m set state = 'skipped', reason = 'same_address', reserved_at = null, claimed_by = null,
    lease_until = null where m.claimed_by = ${ticket.token} and m.state = 'claimed'
    and exists (select 1 from customers c join address_reservations r on r.address_hash = ${addressHash}
      and r.newsletter_id = m.newsletter_id and r.occurrence_on = m.occurrence_on and r.lane = m.lane
      where c.id = m.customer_id and r.message_id <> m.id and ${stands("r")})`;
}

/** Of these messages, those that went on by another way give up the addresses that they were to go to before. */
export function leaveAddresses(ids: readonly number[]): SQL {
  return sql`delete from address_reservations where (address_hash, newsletter_id, occurrence_on, lane, message_id) in (
    select ${addressHashOf("(way.value ->> 'channel')", "c")}, m.newsletter_id, m.occurrence_on, m.lane, m.id
    from json_each(${JSON.stringify(ids)}) as item join messages m on m.id = item.value
    join json_each(m.ways) as way join customers c on c.id = m.customer_id)`;
}

/**
 * Of these messages, those that ended skipped, or went on by another way (next-way.ts), leave their address free: who was skipped because of them is due again, so that
 * one twin's cap, pause or empty shelf never costs the whole household its mail. Grace is asked at the claim. The cross joins
 * keep the planner from walking the whole occurrence.
 */
export function callTwins(ids: readonly number[]): SQL {
  return sql`update messages set state = 'planned', reason = null where state = 'skipped' and reason = 'same_address'
    and id in (select w.id from json_each(${JSON.stringify(ids)}) as item
      join messages m on m.id = item.value
      join json_each(json_insert(coalesce(m.ways, '[]'), '$[#]', json_object('channel', m.channel))) as way
        on way.key < coalesce(json_array_length(m.ways), 0) or (m.state = 'skipped' and m.reason <> 'same_address')
      join customers c on c.id = m.customer_id
      join address_reservations r on r.address_hash = ${addressHashOf("(way.value ->> 'channel')", "c")} and r.newsletter_id = m.newsletter_id
        and r.occurrence_on = m.occurrence_on and r.lane = m.lane and r.message_id = m.id
      cross join customers d on d.email_hash = r.address_hash or d.phone_hash = r.address_hash
        or d.id in (select pa.customer_id from postal_addresses pa where pa.hash = r.address_hash)
      cross join messages w on w.customer_id = d.id and w.newsletter_id = m.newsletter_id
        and w.occurrence_on = m.occurrence_on and w.lane = m.lane)`;
}
