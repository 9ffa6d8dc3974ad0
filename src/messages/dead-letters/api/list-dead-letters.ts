import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { pageSchema, pageSearch, READ } from "#messages/api/api-shapes.ts";
import { type DeadLetterDeps, deadLetterQueues } from "#messages/dead-letters/dead-letter.ts";
import { listDeadLetters as list } from "#messages/dead-letters/list-dead-letters.ts";
import { defineOperation } from "#web/operation.ts";

const instant = z.int().describe("Epoch ms.");

const deadLetter = z.strictObject({
  id: z.int(),
  queue: z.enum(deadLetterQueues),
  name: z.string().describe("A click's key, a wake word, or `message/` and its number."),
  reason: z.string().describe("A code."),
  times: z.int().describe("How often a letter of this name was given up."),
  state: z.enum(["dead", "replayed"]),
  firstAt: instant,
  lastAt: instant,
  replayedAt: instant.nullable(),
});

export function listDeadLetters({ store }: Pick<DeadLetterDeps, "store">) {
  return defineOperation({
    operationId: "listDeadLetters",
    method: "get",
    path: "/v1/dead-letters",
    tag: "Messages",
    summary: "What queues and senders gave up, newest first",
    description: "Clicks that could not be written down, and messages that could not be made. Kept for thirty days.",
    scope: READ,
    search: z.strictObject(pageSearch),
    success: { status: 200, description: "One page.", schema: pageSchema(deadLetter) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await list(store, search)),
  });
}
