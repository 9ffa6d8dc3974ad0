import { z } from "zod";
import { codeParams } from "#customers/api/schemas.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { listDevices } from "#customers/push/list-devices.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const instant = z.int().nullable();

const schema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string().describe("What its browser calls itself."),
      service: z.string().describe("Host of its push service."),
      createdAt: z.int().describe("Epoch ms of her yes in this browser."),
      succeededAt: instant.describe("Epoch ms of the last message that its push service took."),
      goneAt: instant.describe("Epoch ms from which its push service knows it no more."),
    }),
  ),
});

export function listPushDevicesOperation({ store }: EraseDeps): Operation {
  return defineOperation({
    operationId: "listPushDevices",
    method: "get",
    path: "/v1/customers/:code/push-devices",
    tag: "customers",
    summary: "List the devices on which a customer takes push messages",
    description: "Endpoints and keys are never in it: who has them could write to her.",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "Her devices, newest first.", schema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params: { code } }) => {
      const id = await findCustomerId(store, code);
      if (id === undefined) return err(problem("not_found"));
      const devices = await listDevices(store, id);
      return ok({
        items: devices.map(({ id: device, label, service, createdAt, succeededAt, goneAt }) => ({
          id: device,
          label,
          service,
          createdAt,
          succeededAt,
          goneAt,
        })),
      });
    },
  });
}
