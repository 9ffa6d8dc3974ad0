import { putSegment as put } from "#segments/put-segment.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { segmentBody, segmentView } from "#segments/segment-view.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, TAG, WRITE } from "./api-shapes.ts";

export function putSegment(deps: SegmentDeps) {
  return defineOperation({
    operationId: "putSegment",
    method: "put",
    path: "/v1/segments/:code",
    tag: TAG,
    summary: "Put a segment",
    description:
      "Makes the segment or changes it. The rule is checked against the vocabulary; each fault comes with its line and column. The members of a new rule are found by a walk over all customers that begins within seconds.",
    scope: WRITE,
    params: codeParams,
    body: segmentBody,
    success: { status: 200, description: "The segment as it stands now.", schema: segmentView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: ({ actor, params, body }) => put({ deps, actor, input: { ...params, segment: body } }),
  });
}
