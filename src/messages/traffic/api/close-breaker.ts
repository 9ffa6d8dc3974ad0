import { z } from "zod";
import { WRITE } from "#messages/api/api-shapes.ts";
import { closeBreaker as close } from "#messages/traffic/breakers/close-breaker.ts";
import type { SendingDeps } from "#messages/traffic/find-sending.ts";
import { defineOperation } from "#web/operation.ts";

export function closeBreaker(deps: SendingDeps) {
  return defineOperation({
    operationId: "closeBreaker",
    method: "post",
    path: "/v1/sending/breakers/close",
    tag: "Messages",
    summary: "Let messages leave again where a breaker stopped them",
    description:
      "For breakers of reputation, which nothing else closes; one of a technical cause closes by itself when its probe is answered. What was counted until now counts no more. A second call changes nothing.",
    scope: WRITE,
    body: z.strictObject({
      subject: z
        .string()
        .min(1)
        .max(600)
        .describe("As `getSending` names it: a provider, or `<sending domain>><receiver>`."),
    }),
    success: {
      status: 200,
      description: "It is closed.",
      schema: z.strictObject({ subject: z.string(), state: z.literal("closed") }),
    },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "not_found", "invalid_content"],
    handle: ({ actor, body }) => close({ deps, actor, subject: body.subject }),
  });
}
