import { isoOf } from "#kernel/calendar.ts";
import type { RetailLine } from "./retail-lines.ts";

/** What the vendor's shop sends to the ingest door, and when. */
export type RetailItem = { readonly at: number; readonly item: Readonly<Record<string, unknown>> };

export type RetailOrders = {
  readonly items: readonly RetailItem[];
  readonly orders: number;
  readonly refunds: number;
  /** Lines that name no customer: nobody's behaviour. */
  readonly linesWithoutCustomer: number;
  readonly linesWithCustomer: number;
};

/** The door takes no more lines in one order; a longer invoice becomes two. */
const MAX_LINES = 500;

/** Invoices as orders, cancellations (numbers that begin with C) as refunds of what they name. */
export function ordersOf(lines: readonly RetailLine[]): RetailOrders {
  const known = lines.filter((line) => line.customer !== undefined);
  const invoices = Map.groupBy(known, (line) => `${line.invoice} ${line.customer}`);
  const items = [...invoices.values()].flatMap(itemsOf);
  const refunds = items.filter(({ item }) => item["event"] === "Order Refunded").length;
  return {
    items: items.toSorted((left, right) => left.at - right.at),
    orders: items.length - refunds,
    refunds,
    linesWithoutCustomer: lines.length - known.length,
    linesWithCustomer: known.length,
  };
}

function itemsOf(lines: readonly RetailLine[]): readonly RetailItem[] {
  const items: RetailItem[] = [];
  for (let from = 0; from < lines.length; from += MAX_LINES) {
    items.push(itemOf(lines.slice(from, from + MAX_LINES), from === 0 ? "" : `-${1 + from / MAX_LINES}`));
  }
  return items;
}

function itemOf(lines: readonly RetailLine[], part: string): RetailItem {
  const [first] = lines;
  if (first === undefined) throw new Error("An invoice has a line.");
  const number = `${first.invoice}${part}`;
  const isRefund = first.invoice.startsWith("C");
  const item = {
    type: "track",
    event: isRefund ? "Order Refunded" : "Order Completed",
    messageId: `invoice-${number}`,
    userId: first.customer,
    timestamp: isoOf(first.at),
    context: { source: "e-commerce", channel: "web" },
    properties: {
      order_id: number,
      ...(isRefund ? { refund_id: number } : {}),
      currency: "GBP",
      products: lines.map(({ code, category, quantity, price }) => ({
        product_id: code,
        category,
        quantity: Math.abs(quantity),
        price,
      })),
    },
  };
  return { at: first.at, item };
}
