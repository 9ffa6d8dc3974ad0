import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { listMessages as list } from "#messages/newsletters/list-messages.ts";
import { messageFilter } from "#messages/newsletters/message-filter.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { messageLine, pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listMessages({ store }: NewsletterDeps) {
  return defineOperation({
    operationId: "listMessages",
    method: "get",
    path: "/v1/messages",
    tag: "Messages",
    summary: "List messages with their state",
    description: "The newest local date first. A message that was not sent says why.",
    scope: READ,
    search: z.strictObject({ ...messageFilter, ...pageSearch }),
    success: { status: 200, description: "A page of messages.", schema: pageSchema(messageLine) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await list(store, search)),
  });
}
