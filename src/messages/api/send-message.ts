import { acceptMessage, type SendDeps } from "#messages/transactional/accept-message.ts";
import { readIdempotencyKey } from "#messages/transactional/idempotency-key.ts";
import { acceptedView, sendBody } from "#messages/transactional/send-request.ts";
import { defineOperation } from "#web/operation.ts";
import { SEND } from "./api-shapes.ts";

export function sendMessage(deps: SendDeps) {
  return defineOperation({
    operationId: "sendMessage",
    method: "post",
    path: "/v1/messages",
    tag: "Messages",
    summary: "Send a transactional message",
    description:
      "An order's confirmation, a password's link: no consent is asked, but nothing goes to an address that complained, does not exist or was erased. Needs an Idempotency-Key header: the same key and body give the same answer for 24 hours and one message; another body under it is 422, one that is under way 409. It does not wait behind newsletters.",
    scope: SEND,
    body: sendBody,
    success: { status: 202, description: "It is safe and will leave at `dueAt`.", schema: acceptedView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: async ({ actor, body, request }) => {
      const key = readIdempotencyKey(request.headers.get("idempotency-key"));
      return key.ok ? acceptMessage({ deps, actor, key: key.value, input: body }) : key;
    },
  });
}
