import { z } from "zod";
import { auditIfChanged } from "#access/audit.ts";
import { codeParams } from "#customers/api/schemas.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { endDevice } from "#customers/push/end-device.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const params = codeParams.extend({ id: z.string().min(1).max(60).describe("The device's id.") });

export function endPushDeviceOperation({ store, clock }: EraseDeps): Operation {
  return defineOperation({
    operationId: "endPushDevice",
    method: "delete",
    path: "/v1/customers/:code/push-devices/:id",
    tag: "customers",
    summary: "Send no more push messages to a device of a customer",
    description: "Only she can switch it on again, in that browser. Her consent stays as it is.",
    scope: "customers:write",
    params,
    success: { status: 204, description: "Nothing is sent there any more." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params: { code, id } }) => {
      const customerId = await findCustomerId(store, code);
      if (customerId === undefined) return err(problem("not_found"));
      const subject = { kind: "customer", id: code };
      await store.write([
        endDevice(customerId, id),
        auditIfChanged({ at: clock.now(), actor, action: "end-push-device", subject, detail: { device: id } }),
      ]);
      return ok(undefined);
    },
  });
}
