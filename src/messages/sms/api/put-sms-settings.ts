import type { Clock } from "#kernel/clock.ts";
import { putSmsSettings as put, smsSettingsBody } from "#messages/sms/sms-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function putSmsSettings(deps: { readonly store: Store; readonly clock: Clock }) {
  return defineOperation({
    operationId: "putSmsSettings",
    method: "put",
    path: "/v1/settings/sms",
    tag: "Settings",
    summary: "Say how texts go out",
    description: "Senders with their rates, prices and the day's limit, quiet hours. Without a sender no text leaves.",
    scope: "settings:write",
    body: smsSettingsBody,
    success: { status: 204, description: "Texts from now on go out so." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
