import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { JourneyDoor } from "./journey-door.ts";
import type { PurchaseTotals } from "./journey-source.ts";

/** The rows of an export as they stream. */
async function* rowsOf<Row>(door: JourneyDoor, kind: string): AsyncGenerator<Row> {
  const { body } = await door.stream(`/v1/exports/${kind}?personal=yes`);
  if (body === null) return;
  for await (const line of createInterface({ input: Readable.fromWeb(body as never) })) yield JSON.parse(line) as Row;
}

type Purchase = {
  readonly customer: string;
  readonly totalMinor: number;
  readonly lines: ReadonlyArray<{ readonly quantityMilli: number; readonly amountMinor: number }>;
};

/** What came out again comes to; an order's total that is not the sum of its lines would be a fault of ours. */
export async function exportedPurchases(door: JourneyDoor): Promise<PurchaseTotals> {
  const centsByHousehold = new Map<string, number>();
  let [lines, orders, cents, quantityMilli] = [0, 0, 0, 0];
  for await (const { customer, totalMinor, lines: own } of rowsOf<Purchase>(door, "purchases")) {
    const sum = own.reduce((all, { amountMinor }) => all + amountMinor, 0);
    if (sum !== totalMinor) throw new Error(`An order of ${customer} is not the sum of its lines.`);
    orders += 1;
    lines += own.length;
    cents += sum;
    quantityMilli += own.reduce((all, line) => all + line.quantityMilli, 0);
    centsByHousehold.set(customer, (centsByHousehold.get(customer) ?? 0) + sum);
  }
  return { lines, orders, cents, quantity: quantityMilli / 1_000, centsByHousehold };
}

type Event = { readonly name: string; readonly customer: string };

/** Exported events by name, and the customers whom each name was told of. */
export async function exportedEvents(door: JourneyDoor): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const found = new Map<string, Map<string, number>>();
  for await (const { name, customer } of rowsOf<Event>(door, "events")) {
    const own = found.get(name) ?? new Map<string, number>();
    own.set(customer, (own.get(customer) ?? 0) + 1);
    found.set(name, own);
  }
  return found;
}

export async function exportedCustomers(door: JourneyDoor): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { customer } of rowsOf<{ customer: string }>(door, "customers")) found.add(customer);
  return found;
}
