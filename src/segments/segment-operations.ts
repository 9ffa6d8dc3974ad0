import type { Operation } from "#web/operation.ts";
import { countSegment } from "./api/count-segment.ts";
import { deleteSegment } from "./api/delete-segment.ts";
import { explainMembership } from "./api/explain-membership.ts";
import { getSegment } from "./api/get-segment.ts";
import { listMembershipChanges } from "./api/list-membership-changes.ts";
import { listSegmentChanges } from "./api/list-segment-changes.ts";
import { listSegmentMembers } from "./api/list-segment-members.ts";
import { listSegments } from "./api/list-segments.ts";
import { putSegment } from "./api/put-segment.ts";
import type { DeleteDeps } from "./delete-segment.ts";

/** Everything that the API can do with segments, a line each. */
export function segmentOperations(deps: DeleteDeps): readonly Operation[] {
  return [
    listSegments(deps),
    countSegment(deps),
    getSegment(deps),
    putSegment(deps),
    deleteSegment(deps),
    listSegmentMembers(deps),
    explainMembership(deps),
    listSegmentChanges(deps),
    listMembershipChanges(deps),
  ];
}
