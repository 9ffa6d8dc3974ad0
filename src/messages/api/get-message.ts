import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findMessage } from "#messages/newsletters/find-message.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { messageDetail, messageNumber, READ } from "./api-shapes.ts";

export function getMessage({ store }: NewsletterDeps) {
  return defineOperation({
    operationId: "getMessage",
    method: "get",
    path: "/v1/messages/:number",
    tag: "Messages",
    summary: "Get a message and why it shows what it shows",
    scope: READ,
    params: messageNumber,
    success: {
      status: 200,
      description: "Its state, and each chosen product set with the rules and the reason.",
      schema: messageDetail,
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findMessage(store, params.number);
      return found === undefined ? err(problem("not_found")) : ok(found);
    },
  });
}
