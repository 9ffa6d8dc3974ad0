import type { Projector } from "#customers/customer-deps.ts";
import { withdrawnIds } from "#customers/facts/untracked-ids.ts";
import { forgetDevices } from "./devices/relearn-devices.ts";
import type { Query } from "#store/store.ts";

/**
 * Takes the name off the clicks of customers: what is left is counted for a link and leads to nobody. They are found by her
 * messages, which are indexed by customer as clicks are by message. The sealed origins end with their 30 days, and no row
 * points to hers any more.
 */
export function unnameClicks({ sql: ids, params }: Query): Query {
  return {
    sql: `update clicks set customer_id = 0, message_id = 0, network = '', browser = '', around = null, origin_id = null, origin_no = null
      where message_id in (select id from messages where customer_id in (${ids}))`,
    params,
  };
}

/** In the batch in which consent to be tracked is withdrawn, her earlier clicks lose her name, and what was learnt of them goes. */
export const clickProjector: Projector = (facts) => {
  const ids = withdrawnIds(facts);
  return ids === undefined ? [] : [unnameClicks(ids), ...forgetDevices(ids)];
};
