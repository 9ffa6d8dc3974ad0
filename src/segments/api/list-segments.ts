import { z } from "zod";
import { pageSchema, pageSearch } from "#catalogue/api/api-shapes.ts";
import { ok } from "#kernel/result.ts";
import { listSegments as list } from "#segments/list-segments.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { segmentView } from "#segments/segment-view.ts";
import { defineOperation } from "#web/operation.ts";
import { READ, TAG } from "./api-shapes.ts";

export function listSegments({ store }: SegmentDeps) {
  return defineOperation({
    operationId: "listSegments",
    method: "get",
    path: "/v1/segments",
    tag: TAG,
    summary: "List segments",
    scope: READ,
    search: z.object(pageSearch),
    success: { status: 200, description: "A page of segments, by code.", schema: pageSchema(segmentView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await list(store, search)),
  });
}
