import type { Clock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import type { Operation } from "#web/operation.ts";
import { getSmsSettings } from "./get-sms-settings.ts";
import { putSmsSettings } from "./put-sms-settings.ts";
import { sizeText } from "./size-text.ts";

/** Everything that the API can do with texts as such, a line each. */
export function smsOperations(deps: { readonly store: Store; readonly clock: Clock }): readonly Operation[] {
  return [getSmsSettings(deps), putSmsSettings(deps), sizeText(deps)];
}
