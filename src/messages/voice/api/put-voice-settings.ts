import type { Clock } from "#kernel/clock.ts";
import { putVoiceSettings as put, voiceSettingsBody } from "#messages/voice/voice-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function putVoiceSettings(deps: { readonly store: Store; readonly clock: Clock }) {
  return defineOperation({
    operationId: "putVoiceSettings",
    method: "put",
    path: "/v1/settings/voice",
    tag: "Settings",
    summary: "Say how calls go out and come in",
    description:
      "Numbers with their rates, prices and the day's limit, quiet hours, how long and how often it rings, what a machine gets, and the menu in use. Without a number nobody is called.",
    scope: "settings:write",
    body: voiceSettingsBody,
    success: { status: 204, description: "Calls from now on go so." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
