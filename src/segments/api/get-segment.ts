import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findSegment } from "#segments/segment.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { segmentView, viewOfSegment } from "#segments/segment-view.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, READ, TAG } from "./api-shapes.ts";

export function getSegment({ store }: SegmentDeps) {
  return defineOperation({
    operationId: "getSegment",
    method: "get",
    path: "/v1/segments/:code",
    tag: TAG,
    summary: "Get a segment",
    scope: READ,
    params: codeParams,
    success: { status: 200, description: "The segment.", schema: segmentView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const segment = await findSegment(store, params.code);
      return segment === undefined ? err(problem("not_found")) : ok(viewOfSegment(segment));
    },
  });
}
