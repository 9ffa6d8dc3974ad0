import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { hostsBody, putHosts as put } from "#catalogue/hosts.ts";

export function putHosts(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putHosts",
    method: "put",
    path: "/v1/settings/hosts",
    tag: "Settings",
    summary: "Say which hosts links may lead to",
    description:
      "Replaces the list. Links to a host that is not on it any more end within seconds, also those in mails that were sent.",
    scope: "settings:write",
    body: hostsBody,
    success: { status: 204, description: "Links may lead to these hosts and to no other." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
