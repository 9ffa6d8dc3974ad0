import { sql } from "drizzle-orm";
import type { WebhookSource } from "#outbound/webhooks/webhook-source.ts";

type Act = {
  readonly customerId: number;
  readonly code: string;
  readonly purpose: string;
  readonly channel: string;
  readonly topic: string;
  readonly state: "granted" | "withdrawn";
  readonly at: number;
};

/** Acts of consent, each a row. Their wording and proof stay here. */
export const consentsSource: WebhookSource = {
  name: "consents",
  types: ["consent.granted", "consent.withdrawn"],
  table: "consents",
  read: async (store, { after, upTo }) => {
    const acts = await store.read<Act>(
      sql`select k.customer_id as customerId, c.code, k.purpose, k.channel, k.topic, k.state, k.at
        from consents k join customers c on c.id = k.customer_id
        where k.id > ${after} and k.id <= ${upTo} order by k.id`,
    );
    return acts.map(({ customerId, code, purpose, channel, topic, state, at }) => ({
      type: `consent.${state}` as const,
      customerId,
      at,
      data: { customer: code, purpose, channel: channel || null, topic: topic || null },
    }));
  },
};
