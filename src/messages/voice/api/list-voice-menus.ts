import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { listMenus } from "#messages/voice/menus/find-menu.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { menuView, viewOfMenu } from "./menu-view.ts";

export function listVoiceMenus({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "listVoiceMenus",
    method: "get",
    path: "/v1/voice/menus",
    tag: "Settings",
    summary: "List the menus of calls that come in",
    scope: "settings:read",
    success: {
      status: 200,
      description: "Each in its newest version, at most 200; the house's own is not among them.",
      schema: z.strictObject({ menus: z.array(menuView).readonly() }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ menus: (await listMenus(store)).map(viewOfMenu) }),
  });
}
