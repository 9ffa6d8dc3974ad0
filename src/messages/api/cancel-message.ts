import { cancelMessage as cancel } from "#messages/transactional/cancel-message.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { messageDetail, messageNumber, SEND } from "./api-shapes.ts";

export function cancelMessage(deps: NewsletterDeps) {
  return defineOperation({
    operationId: "cancelMessage",
    method: "post",
    path: "/v1/messages/:number/cancel",
    tag: "Messages",
    summary: "Cancel a message that has not left",
    description:
      "One that the API asked for or that a trigger made, while nobody sends it. A second call changes nothing.",
    scope: SEND,
    params: messageNumber,
    success: { status: 200, description: "It is cancelled.", schema: messageDetail },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ actor, params }) => cancel({ deps, actor, number: params.number }),
  });
}
