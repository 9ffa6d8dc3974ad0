import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function identifyOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "identify",
    path: "/v1/identify",
    call: "identify",
    summary: "Say who somebody is",
    body: "One item: userId, traits, and anonymousId where she was seen before under that name; her facts become one record then.",
  });
}
