import { z } from "zod";
import { WRITE } from "#messages/api/api-shapes.ts";
import { type ReplayDeps, replayDeadLetter as replay } from "#messages/dead-letters/replay-dead-letter.ts";
import { defineOperation } from "#web/operation.ts";

export function replayDeadLetter(deps: ReplayDeps) {
  return defineOperation({
    operationId: "replayDeadLetter",
    method: "post",
    path: "/v1/dead-letters/:id/replay",
    tag: "Messages",
    summary: "Do once more what was given up",
    description: "A second call changes nothing.",
    scope: WRITE,
    params: z.object({ id: z.coerce.number().int().min(1).describe("The dead letter's number.") }),
    success: {
      status: 200,
      description: "It was done, or is due again.",
      schema: z.strictObject({ id: z.int(), state: z.literal("replayed") }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ actor, params }) => replay({ deps, actor, id: params.id }),
  });
}
