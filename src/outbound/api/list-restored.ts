import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { countRestored } from "#outbound/restored/count-restored.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const restoredSchema = z.object({
  newsletter: z.string(),
  held: z.int(),
  oldestDueAt: z.int().describe("Epoch ms."),
});

export function listRestoredOperation({ store }: OutboundDeps): Operation {
  return defineOperation({
    operationId: "listRestored",
    method: "get",
    path: "/v1/restored-messages",
    tag: "messages",
    summary: "Count the messages that a restore holds back",
    description:
      "They were due between a backup and its restore, so the database that was lost may have sent them. Held they stay, until they are released.",
    scope: "messages:read",
    success: {
      status: 200,
      description: "By programme; empty where nothing is held.",
      schema: z.object({ items: z.array(restoredSchema) }),
    },
    problems: ["unauthenticated", "forbidden", "too_many_requests"],
    handle: async () => ok({ items: await countRestored(store) }),
  });
}
