import { ok } from "#kernel/result.ts";
import { findVoiceSettings, voiceSettingsBody } from "#messages/voice/voice-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function getVoiceSettings({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "getVoiceSettings",
    method: "get",
    path: "/v1/settings/voice",
    tag: "Settings",
    summary: "Get how calls go out and come in",
    scope: "settings:read",
    success: { status: 200, description: "As it was put; no numbers where it never was.", schema: voiceSettingsBody },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok(await findVoiceSettings(store)),
  });
}
