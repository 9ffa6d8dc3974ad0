import type { Clock } from "#kernel/clock.ts";
import { ownSettingsBody, putOwnSettings } from "#me/site/own-settings.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { Store } from "#store/store.ts";

export function putOwnSiteOperation(deps: { readonly store: Store; readonly clock: Clock }): Operation {
  return defineOperation({
    operationId: "putOwnSite",
    method: "put",
    path: "/v1/settings/own-site",
    tag: "Settings",
    summary: "Say what customers see and correct on their own page",
    description:
      "Of declared attributes each says for itself who may see it (visibleTo). Profile, consents, preferences, messages and what she keeps herself are always hers to see.",
    scope: "settings:write",
    body: ownSettingsBody,
    success: { status: 204, description: "It holds for the next page that is opened." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body: input }) => putOwnSettings({ deps, actor, input }),
  });
}
