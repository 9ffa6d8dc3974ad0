import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import { findSendTime } from "#messages/send-time/find-send-time.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, READ } from "./api-shapes.ts";

const interval = z
  .strictObject({ estimate: z.number(), low: z.number(), high: z.number() })
  .describe("With its interval of 95 %");
const rate = z.strictObject({ customers: z.int(), messages: z.int(), rate: interval });

const view = z
  .strictObject({
    isOn: z.boolean(),
    workedOutAt: z.int().nullable().describe("Epoch ms; null before the first time."),
    answersByHour: z
      .array(z.number())
      .readonly()
      .nullable()
      .describe("Shares of 24 local hours, of the segment or of everybody; null while too few answered."),
    moved: z.int().describe("Subscribers who get it at another minute than the usual one."),
    heldOut: z.int().describe("Subscribers who would, and keep the usual one to be compared with."),
    effect: z
      .strictObject({ moved: rate, heldOut: rate, difference: interval })
      .nullable()
      .describe("Answered messages among those accepted, within two days; null while there is too little of either."),
  })
  .describe("What the best hour does");

export function getSendTime({ store }: { readonly store: Store }) {
  return defineOperation({
    operationId: "getSendTime",
    method: "get",
    path: "/v1/newsletters/:code/send-time",
    tag: "Newsletters",
    summary: "Get when a newsletter is answered, and what its best hour does",
    scope: READ,
    params: newsletterCode,
    success: { status: 200, description: "As it was worked out last.", schema: view },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const newsletter = await findNewsletter(store, params.code);
      if (newsletter === undefined) return err(problem("not_found"));
      return ok({ isOn: newsletter.bestHour, ...(await findSendTime(store, newsletter.id)) });
    },
  });
}
