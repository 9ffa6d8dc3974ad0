import { sql, type SQL } from "drizzle-orm";
import { addressHashOf, addressOf } from "#messages/address-of.ts";
import { hasConsent } from "#messages/consent.ts";

/** The address that a message `m` of this channel goes to, by the hash that suppressions and reservations know. */
export const addressHash = addressHashOf("m.channel", "c");

/** SQL names of what a message leaves by: its own channel, or another that is being asked about. */
const OWN_CHANNEL = "m.channel";

/** What must still hold when the request is about to leave, as SQL values. */
type Leaving = {
  /** The customer for whom the message was written, and the address that is about to be written to. */
  readonly customerId: SQL;
  readonly address: SQL;
  /** The date it is now where she lives. */
  readonly today: SQL;
};

/**
 * May the message `m` go? "" if it may, the SkipReason if it must not, "held" if it may later. One condition for the claim and,
 * with `leaving`, for the moment before the request: what a customer or the vendor decides in between is heeded like what
 * they decided before. Transactional mail ignores an opt-out from marketing, a pause and missing consent. A programme that
 * does not run, and a message written for another address or customer than the row has now, hold it: it goes back, and is
 * claimed anew as things are then. `channel` is the SQL name of the channel that is asked about: the message's own, or one that
 * it could take instead.
 */
export function standing(leaving?: Leaving, channel = OWN_CHANNEL): SQL {
  const address = addressHashOf(channel, "c");
  const suppressed = sql`exists (select 1 from suppressions x where x.address_hash = ${address} and x.channel = ${sql.raw(channel)}
    and x.scope in ('', n.code) and (n.message_class = 'marketing' or x.reason in ('unknown_recipient', 'complaint', 'erased', 'stop')))`;
  const consent = hasConsent({ customerId: "c.id", channel, topic: "n.topic" });
  const isOff = sql`exists (select 1 from subscriptions s where s.customer_id = c.id and s.newsletter_id = n.id and s.state = 'off')`;
  const isPaused = [sql`m.occurrence_on`, ...(leaving === undefined ? [] : [leaving.today])].map(pausedOn);
  return sql`coalesce((select case
      when c.erased_at is not null or c.merged_into is not null then 'erased'
      when ${address} is null then 'no_address'
      when n.message_class = 'marketing' and not coalesce(${consent}, 0) then 'no_consent'
      when ${suppressed} then 'suppressed'
      when ${isOff} then 'changed_choice'
      when n.audience is not null and not ${isInAudience} then 'not_in_audience'
      when n.message_class = 'marketing' and (${sql.join(isPaused, sql` or `)}) then 'paused'
      ${leaving === undefined ? sql`` : sql`when ${isHeld(leaving)} then 'held'`}
      else '' end
    from customers c join newsletters n on n.id = m.newsletter_id left join preferences p on p.customer_id = c.id
    where c.id = m.customer_id), 'erased')`;
}

/** By the unique index on a segment's code and the key of its members. */
const isInAudience = sql.raw(`exists (select 1 from segment_members sm
  where sm.segment_id = (select sg.id from segments sg where sg.code = n.audience) and sm.customer_id = c.id)`);

function pausedOn(date: SQL): SQL {
  return sql`coalesce(p.paused_from <= ${date} and (p.paused_until is null or p.paused_until > ${date}), 0)`;
}

function isHeld({ customerId, address }: Leaving): SQL {
  return sql`n.state <> 'running' or c.id <> ${customerId}
    or ${addressOf("m.channel", "c")} is not ${address}`;
}
