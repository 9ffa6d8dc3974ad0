import { type DeleteDeps, deleteSegment as remove } from "#segments/delete-segment.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, TAG, WRITE } from "./api-shapes.ts";

export function deleteSegment(deps: DeleteDeps) {
  return defineOperation({
    operationId: "deleteSegment",
    method: "delete",
    path: "/v1/segments/:code",
    tag: TAG,
    summary: "Delete a segment",
    description: "Refused while another segment, a live rule or a newsletter asks for it.",
    scope: WRITE,
    params: codeParams,
    success: { status: 204, description: "It is gone." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ actor, params }) => remove({ deps, actor, input: params }),
  });
}
