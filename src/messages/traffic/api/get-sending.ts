import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { READ } from "#messages/api/api-shapes.ts";
import { findSending, type SendingDeps } from "#messages/traffic/find-sending.ts";
import { defineOperation } from "#web/operation.ts";

const instant = z.int().describe("Epoch ms.");

const lane = z.strictObject({
  channel: z.string(),
  due: z.int().describe("Due now, up to 10,000."),
  held: z.int().describe("Held by a breaker, a receiver's pace or the plan of warming up, up to 10,000."),
  inFlight: z.int(),
  providers: z.array(z.string()).readonly().describe("The first, and the one that takes over from it."),
});

const breaker = z.strictObject({
  subject: z.string().describe("A provider, or `<sending domain>><receiver>`."),
  state: z.enum(["open", "half_open"]),
  cause: z.string().describe("refused_credentials, no_answer, too_fast, hard_bounces or complaints."),
  openedAt: instant,
  probeAt: instant.nullable().describe("When it tries by itself; null where a person closes it."),
  numbers: z.record(z.string(), z.number()).describe("For which it opened: judged, hard, complained."),
});

const stream = z.strictObject({
  sendingDomain: z.string(),
  receiver: z.string().describe("Who stands behind the mail exchanges of its domains."),
  perMinute: z.number(),
  connections: z.int(),
  slowedUntil: instant.nullable(),
  suspendedUntil: instant.nullable(),
  rule: z.string().nullable().describe("That slowed or suspended it."),
  today: z.strictObject({
    sent: z.int(),
    cap: z.int().nullable().describe("Of warm-up; null: none."),
    booked: z.int(),
    hard: z.int(),
    complained: z.int(),
  }),
});

export function getSending(deps: SendingDeps) {
  return defineOperation({
    operationId: "getSending",
    method: "get",
    path: "/v1/sending",
    tag: "Messages",
    summary: "How sending goes now: lanes, breakers, and receivers",
    description: "Streams are those that are slowed, suspended or sent something today (UTC): 200 at most.",
    scope: READ,
    success: {
      status: 200,
      description: "This moment.",
      schema: z.strictObject({
        lanes: z.array(lane).readonly(),
        breakers: z.array(breaker).readonly(),
        streams: z.array(stream).readonly(),
      }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok(await findSending(deps)),
  });
}
