import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { Consult } from "#entry/doctor/consult.ts";
import { notChecked } from "#entry/doctor/finding.ts";

const findingView = z
  .strictObject({
    check: z
      .string()
      .describe("Which check it is of.")
      .meta({ examples: ["dkim"] }),
    state: z.enum(["ok", "warning", "error", "not_checked"]),
    says: z.string().describe("What is so."),
    advice: z.string().optional().describe("What to do about it."),
  })
  .describe("What one look found");

/** `jumpstation doctor` from inside: what the command can't see of the edge. */
export function examineStation({ consult }: { readonly consult?: Consult | undefined }) {
  return defineOperation({
    operationId: "examineStation",
    method: "get",
    path: "/v1/doctor",
    tag: "Settings",
    summary: "Examine the station's own setting up",
    scope: "settings:read",
    success: {
      status: 200,
      description: "Mail's DNS records, providers, keys, clock, disk and database, with what to do; no secret.",
      schema: z.strictObject({ findings: z.array(findingView) }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => {
      const none = [notChecked("configuration", "This station was not started from a configuration.")];
      return ok({ findings: [...((await consult?.()) ?? none)] });
    },
  });
}
