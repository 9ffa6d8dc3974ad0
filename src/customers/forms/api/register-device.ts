import { z } from "zod";
import { shortName } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { registerDevice } from "#customers/forms/kiosk/devices.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { deviceView, TAG } from "./form-schemas.ts";

export function registerDeviceOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "registerDevice",
    method: "post",
    path: "/v1/devices",
    tag: TAG,
    summary: "Register a device that shows forms",
    description:
      "A tablet at the till, a terminal at a fair: it opens /kiosk/{form}?device={token}. The token is told here once.",
    scope: "settings:write",
    body: z.strictObject({ label: shortName }),
    success: {
      status: 201,
      description: "The device with its token.",
      schema: deviceView.extend({ token: z.string() }),
    },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "invalid_content"],
    handle: async ({ actor, body }) => ok(await registerDevice(deps, { actor, label: body.label })),
  });
}
