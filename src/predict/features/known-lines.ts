import { wasRecorded } from "./cut.ts";
import { among } from "./feature-group.ts";

/**
 * SQL of a common table: customers of the range some of whose lines may be other than they look.
 *
 * Only its order tells when a line was recorded, and to look that up costs more than all else that is asked of lines. But a line
 * has the instant of its order and, unless it takes something back, the customer of its order
 * (customers/facts/purchase-statements.ts). So whoever has no order that came late, and gave nothing back, has only lines that
 * were known; everybody else's are looked up one by one. By the indexes of purchases and lines that begin with the customer.
 */
export const DOUBTFUL_LINES = doubtful("");

/** The same where money is asked for too: only its order knows a line's currency. */
export function doubtfulAmounts(currency: string): string {
  return doubtful(`or p.currency <> '${currency}'`);
}

function doubtful(also: string): string {
  return `doubtful (id) as materialized (
    select p.customer_id from purchases p where ${among("p.customer_id")} and +p.at < ?3 and (not ${wasRecorded("p")} ${also})
    union select p.customer_id from purchase_lines p where ${among("p.customer_id")} and p.quantity_milli <= 0)`;
}

/** SQL: the line's order was recorded by the cut. */
export function isLineKnown(row: string): string {
  return `(${row}.customer_id not in doubtful
    or exists (select 1 from purchases o where o.order_key = ${row}.order_key and ${wasRecorded("o")}))`;
}

/** SQL: what the line cost in the main currency; null where its order was not known. */
export function knownAmount(row: string, currency: string): string {
  const amount = `max(${row}.amount_minor, 0)`;
  return `case when ${row}.customer_id not in doubtful then ${amount}
    else (select case when o.currency = '${currency}' then ${amount} else 0 end from purchases o
      where o.order_key = ${row}.order_key and ${wasRecorded("o")}) end`;
}
