import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { listDevices } from "#customers/forms/kiosk/devices.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { deviceView, TAG } from "./form-schemas.ts";

export function listDevicesOperation({ store }: Pick<CustomerDeps, "store">): Operation {
  return defineOperation({
    operationId: "listDevices",
    method: "get",
    path: "/v1/devices",
    tag: TAG,
    summary: "List devices that show forms",
    scope: "settings:read",
    success: {
      status: 200,
      description: "All of them, 500 at most.",
      schema: z.object({ items: z.array(deviceView) }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: [...(await listDevices(store))] }),
  });
}
