import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { findMenu } from "#messages/voice/menus/find-menu.ts";
import { menuCode } from "#messages/voice/menus/menu-shape.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { menuView, viewOfMenu } from "./menu-view.ts";

export function getVoiceMenu({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "getVoiceMenu",
    method: "get",
    path: "/v1/voice/menus/:code",
    tag: "Settings",
    summary: "Get a menu of calls that come in",
    scope: "settings:read",
    params: z.strictObject({ code: menuCode.describe("The menu's code.") }),
    success: {
      status: 200,
      description: "Its newest version; the house's own where none was put.",
      schema: menuView,
    },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ params: { code } }) => ok(viewOfMenu(await findMenu(store, code))),
  });
}
