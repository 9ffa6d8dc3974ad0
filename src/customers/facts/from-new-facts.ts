import type { NewFacts } from "./fact.ts";

/** The customer that a fact belongs to now: the survivor where the named record was merged. */
export const CUSTOMER_ID = "coalesce(customer.merged_into, customer.id)";

/**
 * `from … where …` over rows of facts, with one parameter: a JSON array of arrays, whose first value is the message id and
 * whose second is `Fact.customer`; the rest is the caller's and is read as `item.value ->> 2`, `->> 3` … In it `customer` is
 * the record that the fact names. An erased customer's rows are left out.
 *
 * CROSS JOIN keeps the order of the loops: rows outside, one look-up each inside. The subquery's LIMIT keeps it from being
 * flattened, which would build the row's JSON text again for each column that is read: a fifth of the whole insert.
 */
export function fromFacts(by: NewFacts["by"], moreJoins = ""): string {
  return `from (select value from json_each(?) limit -1) as item
    cross join customers as customer on customer.${by} = item.value ->> 1 ${moreJoins}
    where customer.erased_at is null`;
}

/**
 * The same for facts whose message is not known yet. It holds only before the batch's events are written, which is why
 * everything that is derived from facts comes first.
 */
export function fromNewFacts(by: NewFacts["by"], moreJoins = ""): string {
  return `${fromFacts(by, moreJoins)}
    and not exists (select 1 from events where events.message_id = item.value ->> 0)`;
}

/** For `moreJoins`: the survivor's own row beside the named record. */
export const JOIN_SURVIVOR = `cross join customers as survivor on survivor.id = ${CUSTOMER_ID}`;
