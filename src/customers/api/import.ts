import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function importOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "import",
    path: "/v1/import",
    call: "batch",
    summary: "Send items of the past",
    body: "The same as batch, under the name that some clients use for history.",
  });
}
