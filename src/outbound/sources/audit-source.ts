import { sql } from "drizzle-orm";
import type { WebhookSource } from "#outbound/webhooks/webhook-source.ts";

type AuditRow = { readonly at: number; readonly code: string; readonly action: string; readonly customerId: number };

/** Profiles that were changed without a fact being reported: through the API, or by the customer on her own page. */
export const auditSource: WebhookSource = {
  name: "audit",
  types: ["customer.changed"],
  table: "audit_log",
  read: async (store, { after, upTo }) => {
    const rows = await store.read<AuditRow>(
      sql`select a.at, a.action, c.code, c.id as customerId
        from audit_log a join customers c on a.subject_kind = 'customer' and c.code = a.subject_id
        where a.id > ${after} and a.id <= ${upTo} and a.action in ('put-customer', 'change-address') order by a.id`,
    );
    return rows.map(({ at, action, code, customerId }) => ({
      type: "customer.changed",
      customerId,
      at,
      data: { customer: code, source: action === "put-customer" ? "api" : "own-page" },
    }));
  },
};
