import { sql, type SQL } from "drizzle-orm";

/**
 * Whether a customer agreed to receive a topic on a channel: the one condition for everybody who asks. A record may speak of
 * one channel and topic or of all (""). A grant stands that is more specific than every withdrawal and newer than all of
 * them: "nothing more from you" ends what she agreed to before, and a general yes does not bring back what she refused by
 * name (docs/decisions/0016). The columns are SQL names or literals.
 */
export function hasConsent(columns: {
  readonly customerId: string;
  readonly channel: string;
  readonly topic: string;
}): SQL {
  return sql.raw(`exists (select 1 from ${spoken("g", columns)} and g.is_granted = 1
    and not exists (select 1 from ${spoken("w", columns)} and w.is_granted = 0
      and (${specificity("w")} >= ${specificity("g")} or (${newness("g")} > ${newness("w")}) is not true)))`);
}

/**
 * The newest word for each width that covers the topic on the channel: four rows at most. The signs keep the key's search at
 * customer and purpose: to read her few rows costs a third of four look-ups.
 */
function spoken(
  alias: string,
  { customerId, channel, topic }: { readonly customerId: string; readonly channel: string; readonly topic: string },
): string {
  return `consent_states ${alias} where ${alias}.customer_id = ${customerId} and ${alias}.purpose = 'receive'
    and (+${alias}.channel = '' or +${alias}.channel = ${channel}) and (+${alias}.topic = '' or +${alias}.topic = ${topic})`;
}

function specificity(alias: string): string {
  return `(${alias}.channel <> '') + (${alias}.topic <> '')`;
}

/** By time, then by order, as the states themselves follow from the records. Asked only where somebody withdrew. */
function newness(alias: string): string {
  return `((select at from consents where id = ${alias}.consent_id), ${alias}.consent_id)`;
}
