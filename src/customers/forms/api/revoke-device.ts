import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { revokeDevice } from "#customers/forms/kiosk/devices.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { deviceView, TAG } from "./form-schemas.ts";

export function revokeDeviceOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "revokeDevice",
    method: "delete",
    path: "/v1/devices/:id",
    tag: TAG,
    summary: "Revoke a device",
    description: "From now on it shows nothing and takes nothing.",
    scope: "settings:write",
    params: z.object({ id: z.string().min(1).max(60) }),
    success: { status: 200, description: "The device, revoked.", schema: deviceView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params }) => revokeDevice(deps, { actor, id: params.id }),
  });
}
