import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function screenOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "screen",
    path: "/v1/screen",
    call: "screen",
    summary: "Say which screen of an app somebody saw",
    body: "One item: name, category, properties.",
  });
}
