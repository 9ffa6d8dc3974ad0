import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function batchOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "batch",
    path: "/v1/batch",
    call: "batch",
    summary: "Send up to 1,000 items at once",
    body: "batch: a list of items that each name their type; sentAt: the sender's clock.",
  });
}
