import { sql } from "drizzle-orm";
import type { WebhookSource } from "#outbound/webhooks/webhook-source.ts";

type Change = {
  readonly customerId: number;
  readonly code: string;
  readonly segment: string;
  readonly change: "entered" | "left";
  readonly at: number;
};

/** Who came into a segment and who fell out of it. */
export const segmentsSource: WebhookSource = {
  name: "segments",
  types: ["segment.entered", "segment.left"],
  table: "segment_changes",
  read: async (store, { after, upTo }) => {
    const changes = await store.read<Change>(
      sql`select k.customer_id as customerId, c.code, s.code as segment, k.change, k.at
        from segment_changes k join customers c on c.id = k.customer_id join segments s on s.id = k.segment_id
        where k.id > ${after} and k.id <= ${upTo} order by k.id`,
    );
    return changes.map(({ customerId, code, segment, change, at }) => ({
      type: `segment.${change}` as const,
      customerId,
      at,
      data: { customer: code, segment },
    }));
  },
};
