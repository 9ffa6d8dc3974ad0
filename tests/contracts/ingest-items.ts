import { NOON } from "./ingest-world.ts";

export const order = (messageId: string, orderId: string, extra: Record<string, unknown> = {}) => ({
  type: "track",
  event: "Order Completed",
  messageId,
  userId: "C1",
  timestamp: new Date(NOON - 60_000).toISOString(),
  properties: {
    order_id: orderId,
    total: 31.5,
    currency: "EUR",
    products: [
      { product_id: "P1", category: "garden", price: 12.95, quantity: 2 },
      { sku: "P2", price: "5.60", quantity: 1 },
    ],
    ...extra,
  },
});
export const viewed = (messageId: string, who: Record<string, unknown>, at = NOON - 1_000) => ({
  type: "track",
  event: "Product Viewed",
  messageId,
  timestamp: new Date(at).toISOString(),
  properties: { product_id: "P1", category: "garden" },
  ...who,
});
export const identify = (messageId: string, traits: Record<string, unknown>, extra: Record<string, unknown> = {}) => ({
  type: "identify",
  messageId,
  userId: "C1",
  timestamp: new Date(NOON - 30_000).toISOString(),
  traits,
  ...extra,
});
export const wording = "Yes, send me the garden letter by e-mail.";
