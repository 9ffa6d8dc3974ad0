import { sql } from "drizzle-orm";
import type { WebhookSource } from "#outbound/webhooks/webhook-source.ts";
import { NOT_A_VISITOR } from "./not-a-visitor.ts";

/** Customers as they come. A visitor whom nobody knows yet is none. */
export const customersSource: WebhookSource = {
  name: "customers",
  types: ["customer.created"],
  table: "customers",
  read: async (store, { after, upTo }) => {
    const rows = await store.read<{ id: number; code: string; createdAt: number }>(
      sql`select id, code, created_at as createdAt from customers
        where id > ${after} and id <= ${upTo} and ${NOT_A_VISITOR} and erased_at is null order by id`,
    );
    return rows.map(({ id, code, createdAt }) => ({
      type: "customer.created",
      customerId: id,
      at: createdAt,
      data: { customer: code },
    }));
  },
};
