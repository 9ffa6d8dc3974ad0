import { sql, type SQL } from "drizzle-orm";

/**
 * Whether a customer agreed to receive a topic on a channel. Records may speak of one channel and topic or of all (""): the
 * most specific one decides, and of two that are equally specific a withdrawal.
 */
export function hasConsent(columns: {
  readonly customerId: string;
  readonly channel: string;
  readonly topic: string;
}): SQL {
  const { customerId, channel, topic } = columns;
  return sql.raw(`(select k.is_granted from consent_states k where k.customer_id = ${customerId} and k.purpose = 'receive'
    and k.channel in (${channel}, '') and k.topic in (${topic}, '')
    order by (k.channel <> '') + (k.topic <> '') desc, k.is_granted limit 1) = 1`);
}
