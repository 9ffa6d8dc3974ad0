import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function groupOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "group",
    path: "/v1/group",
    call: "group",
    summary: "Say which group somebody belongs to",
    body: "One item: groupId, traits.",
  });
}
