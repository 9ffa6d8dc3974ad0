import { z } from "zod";
import type { Menu } from "#messages/voice/menus/find-menu.ts";
import { menuBody, menuCode } from "#messages/voice/menus/menu-shape.ts";

export const menuView = z.strictObject({
  code: menuCode,
  version: z.int().describe("0 is the house's own, which stands for a code that none was put for."),
  putAt: z.int().nullable().describe("Epoch ms."),
  flow: menuBody,
});

export function viewOfMenu({ code, version, createdAt, flow }: Menu): z.output<typeof menuView> {
  return { code, version, putAt: createdAt, flow };
}
