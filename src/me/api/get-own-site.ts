import { ok } from "#kernel/result.ts";
import { findOwnSettings, ownSettingsBody } from "#me/site/own-settings.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { Store } from "#store/store.ts";

export function getOwnSiteOperation({ store }: { readonly store: Store }): Operation {
  return defineOperation({
    operationId: "getOwnSite",
    method: "get",
    path: "/v1/settings/own-site",
    tag: "Settings",
    summary: "What customers see and correct on their own page",
    scope: "settings:read",
    success: { status: 200, description: "The sets and fields.", schema: ownSettingsBody },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok(await findOwnSettings(store)),
  });
}
