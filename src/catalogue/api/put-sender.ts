import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { putSender as put, senderBody } from "#catalogue/sender.ts";

export function putSender(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putSender",
    method: "put",
    path: "/v1/settings/sender",
    tag: "Settings",
    summary: "Say who speaks",
    description: "Name, addresses and colour of the vendor. Until this is said, due messages wait.",
    scope: "settings:write",
    body: senderBody,
    success: { status: 204, description: "Messages from now on are from this sender." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
