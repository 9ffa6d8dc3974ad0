import { ok } from "#kernel/result.ts";
import { findPrintSettings, printSettingsBody } from "#messages/print/print-settings.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";

export function getPrintSettings({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "getPrintSettings",
    method: "get",
    path: "/v1/settings/print",
    tag: "Settings",
    summary: "Get how letters go out",
    scope: "settings:read",
    success: {
      status: 200,
      description: "As it was put; what is usual where it never was.",
      schema: printSettingsBody,
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok(await findPrintSettings(store)),
  });
}
