import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { menuBody, menuCode } from "#messages/voice/menus/menu-shape.ts";
import { putMenu, type PutMenuDeps } from "#messages/voice/menus/put-menu.ts";
import { defineOperation } from "#web/operation.ts";
import { menuView, viewOfMenu } from "./menu-view.ts";

export function putVoiceMenu(deps: PutMenuDeps) {
  return defineOperation({
    operationId: "putVoiceMenu",
    method: "put",
    path: "/v1/voice/menus/:code",
    tag: "Settings",
    summary: "Put a menu of calls that come in",
    description:
      "A new version, in use for the calls that begin from now on; a call goes on as it began. Every menu needs a key that ends the calls.",
    scope: "settings:write",
    params: z.strictObject({ code: menuCode.describe("The menu's code.") }),
    body: menuBody,
    success: { status: 200, description: "The menu as it is now.", schema: menuView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "invalid_content"],
    handle: async ({ actor, params: { code }, body }) => {
      const put = await putMenu({ deps, actor, code, flow: body });
      return put.ok ? ok(viewOfMenu(put.value)) : put;
    },
  });
}
