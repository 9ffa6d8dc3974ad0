import type { Clock } from "#kernel/clock.ts";
import { printSettingsBody, putPrintSettings as put } from "#messages/print/print-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function putPrintSettings(deps: { readonly store: Store; readonly clock: Clock }) {
  return defineOperation({
    operationId: "putPrintSettings",
    method: "put",
    path: "/v1/settings/print",
    tag: "Settings",
    summary: "Say how letters go out",
    description:
      "Paper and window, the attributes that are the address, hour and days on which letters leave, prices and the day's limit. Until it is said once nobody has a postal address.",
    scope: "settings:write",
    body: printSettingsBody,
    success: { status: 204, description: "Letters from now on go out so." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
