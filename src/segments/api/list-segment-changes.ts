import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { listChanges } from "#segments/list-changes.ts";
import { findSegment } from "#segments/segment.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, READ, TAG } from "./api-shapes.ts";
import { changeLog, changeSearch } from "./change-log.ts";

export function listSegmentChanges({ store }: SegmentDeps) {
  return defineOperation({
    operationId: "listSegmentChanges",
    method: "get",
    path: "/v1/segments/:code/changes",
    tag: TAG,
    summary: "Follow who enters and leaves a segment",
    scope: READ,
    params: codeParams,
    search: changeSearch,
    success: { status: 200, description: "Changes, oldest first.", schema: changeLog },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search }) => {
      const segment = await findSegment(store, params.code);
      if (segment === undefined) return err(problem("not_found"));
      return ok(await listChanges(store, { ...search, segmentId: segment.id }));
    },
  });
}
