import { z } from "zod";
import { pageSchema } from "#catalogue/api/api-shapes.ts";
import { instantOutput } from "#catalogue/instant.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { listMembers } from "#segments/list-members.ts";
import { findSegment } from "#segments/segment.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, cursorSearch, READ, TAG } from "./api-shapes.ts";

const member = z.strictObject({ customer: z.string().describe("The customer's code."), enteredAt: instantOutput });

export function listSegmentMembers({ store }: SegmentDeps) {
  return defineOperation({
    operationId: "listSegmentMembers",
    method: "get",
    path: "/v1/segments/:code/members",
    tag: TAG,
    summary: "List the members of a segment",
    description:
      "Page by page to the end it is the export of the segment: who enters meanwhile comes or not, nobody twice.",
    scope: READ,
    params: codeParams,
    search: z.object({ cursor: cursorSearch, limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
    success: { status: 200, description: "A page of members.", schema: pageSchema(member) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search }) => {
      const segment = await findSegment(store, params.code);
      return segment === undefined ? err(problem("not_found")) : ok(await listMembers(store, segment.id, search));
    },
  });
}
