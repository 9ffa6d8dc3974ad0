import type { PutMenuDeps } from "#messages/voice/menus/put-menu.ts";
import type { Operation } from "#web/operation.ts";
import { getVoiceMenu } from "./get-voice-menu.ts";
import { getVoiceSettings } from "./get-voice-settings.ts";
import { listVoiceMenus } from "./list-voice-menus.ts";
import { putVoiceMenu } from "./put-voice-menu.ts";
import { putVoiceSettings } from "./put-voice-settings.ts";

/** Everything that the API can do with calls as such, a line each. */
export function voiceOperations(deps: PutMenuDeps): readonly Operation[] {
  return [getVoiceSettings(deps), putVoiceSettings(deps), listVoiceMenus(deps), getVoiceMenu(deps), putVoiceMenu(deps)];
}
