import type { Query } from "#store/store.ts";
import type { NewFacts, Purchase } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

const IS_NEW_ORDER = "not exists (select 1 from purchases where purchases.order_key = item.value ->> 2)";

/** Orders and their lines. The lines come first: an order that has its row is known, whoever reports it again. */
export function purchaseStatements({ by, facts, receivedAt }: NewFacts): Query[] {
  const orders: unknown[][] = [];
  const lines: unknown[][] = [];
  const reversals: unknown[][] = [];
  const seen = new Set<string>();
  for (const { messageId, customer, at, source, channel, purchase } of facts) {
    if (purchase === undefined || seen.has(purchase.orderKey)) continue;
    const { orderKey, currency, totalMinor, reverses } = purchase;
    seen.add(orderKey);
    orders.push([messageId, customer, orderKey, currency, totalMinor, at, source, channel]);
    pushLines(lines, [messageId, customer, orderKey, at], purchase.lines);
    if (reverses !== undefined) reversals.push([messageId, customer, orderKey, at, reverses]);
  }
  if (orders.length === 0) return [];
  return [
    ...(lines.length === 0 ? [] : [lineStatement(by, lines)]),
    ...(reversals.length === 0 ? [] : [reversalStatement(by, reversals)]),
    orderStatement({ by, orders, receivedAt }),
  ];
}

function pushLines(into: unknown[][], head: readonly unknown[], lines: Purchase["lines"]): void {
  lines.forEach((line, index) => {
    into.push([...head, index + 1, line.productCode, line.category, line.quantityMilli, line.amountMinor]);
  });
}

function lineStatement(by: NewFacts["by"], lines: readonly unknown[]): Query {
  return {
    sql: `insert into purchase_lines
      (order_key, customer_id, at, line_no, product_code, category, quantity_milli, amount_minor)
      select item.value ->> 2, ${CUSTOMER_ID}, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6,
        item.value ->> 7, item.value ->> 8
      ${fromNewFacts(by)} and ${IS_NEW_ORDER}
      on conflict (order_key, line_no) do nothing`,
    params: [JSON.stringify(lines)],
  };
}

/** A return of a whole order names no lines: the order's own are taken back. */
function reversalStatement(by: NewFacts["by"], reversals: readonly unknown[]): Query {
  return {
    sql: `insert into purchase_lines
      (order_key, customer_id, at, line_no, product_code, category, quantity_milli, amount_minor)
      select item.value ->> 2, bought.customer_id, item.value ->> 3, bought.line_no, bought.product_code, bought.category,
        -bought.quantity_milli, -bought.amount_minor
      ${fromNewFacts(by, "cross join purchase_lines as bought on bought.order_key = item.value ->> 4")}
        and ${IS_NEW_ORDER}
      on conflict (order_key, line_no) do nothing`,
    params: [JSON.stringify(reversals)],
  };
}

function orderStatement(input: {
  readonly by: NewFacts["by"];
  readonly orders: readonly unknown[];
  readonly receivedAt: number;
}): Query {
  return {
    sql: `insert into purchases (received_at, order_key, customer_id, currency, total_minor, at, source, channel)
      select ?, item.value ->> 2, ${CUSTOMER_ID}, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6,
        item.value ->> 7
      ${fromNewFacts(input.by)}
      on conflict (order_key) do nothing`,
    params: [input.receivedAt, JSON.stringify(input.orders)],
  };
}
