import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { PurchaseLine } from "./facts/fact.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewPurchase = FactOrigin & {
  readonly orderId: string;
  /** ISO 4217 */
  readonly currency: string;
  /** The sum of the lines where it is absent. */
  readonly totalMinor?: number | undefined;
  /** A return is an order of its own, with negative quantities and amounts. */
  readonly lines: readonly PurchaseLine[];
};

/** Records an order. The first report of an order id from a source stands. */
export function recordPurchase({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewPurchase;
}): Promise<Result<RecordedFact, Problem>> {
  const { orderId, currency, lines, ...origin } = input;
  const source = origin.source ?? "point-of-sale";
  const orderKey = `${source}:${orderId}`;
  const totalMinor = input.totalMinor ?? lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return recordFact(
    deps,
    { code, origin },
    {
      key: `purchase:${orderKey}`,
      name: totalMinor < 0 ? "Order Refunded" : "Order Completed",
      source,
      properties: { order_id: orderId, currency, total_minor: totalMinor },
      purchase: { orderKey, currency, totalMinor, lines },
    },
  );
}
