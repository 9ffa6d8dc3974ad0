import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { listNewsletters as list } from "#messages/newsletters/list-newsletters.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterView, pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listNewsletters({ store }: NewsletterDeps) {
  return defineOperation({
    operationId: "listNewsletters",
    method: "get",
    path: "/v1/newsletters",
    tag: "Newsletters",
    summary: "List newsletters",
    scope: READ,
    search: z.strictObject(pageSearch),
    success: { status: 200, description: "A page of newsletters by code.", schema: pageSchema(newsletterView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await list(store, search)),
  });
}
