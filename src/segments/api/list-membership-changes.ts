import { ok } from "#kernel/result.ts";
import { listChanges } from "#segments/list-changes.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { defineOperation } from "#web/operation.ts";
import { READ, TAG } from "./api-shapes.ts";
import { changeLog, changeSearch } from "./change-log.ts";

export function listMembershipChanges({ store }: SegmentDeps) {
  return defineOperation({
    operationId: "listMembershipChanges",
    method: "get",
    path: "/v1/segment-changes",
    tag: TAG,
    summary: "Follow who enters and leaves any segment",
    scope: READ,
    search: changeSearch,
    success: { status: 200, description: "Changes of all segments, oldest first.", schema: changeLog },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await listChanges(store, search)),
  });
}
