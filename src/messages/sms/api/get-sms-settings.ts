import { ok } from "#kernel/result.ts";
import { findSmsSettings, smsSettingsBody } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function getSmsSettings({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "getSmsSettings",
    method: "get",
    path: "/v1/settings/sms",
    tag: "Settings",
    summary: "Get how texts go out",
    scope: "settings:read",
    success: { status: 200, description: "As it was put; no senders where it never was.", schema: smsSettingsBody },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok(await findSmsSettings(store)),
  });
}
