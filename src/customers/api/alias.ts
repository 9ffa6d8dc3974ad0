import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function aliasOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "alias",
    path: "/v1/alias",
    call: "alias",
    summary: "Say that an anonymous id is a customer",
    body: "One item: previousId, an anonymous id, and userId. Two known customers are merged by mergeCustomers.",
  });
}
