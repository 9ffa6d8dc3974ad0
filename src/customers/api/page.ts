import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function pageOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "page",
    path: "/v1/page",
    call: "page",
    summary: "Say which page somebody saw",
    body: "One item: name, category, properties.",
  });
}
