import { type IngestDeps, ingestOperation } from "#customers/ingest/ingest-operation.ts";

export function trackOperation(deps: IngestDeps) {
  return ingestOperation(deps, {
    operationId: "track",
    path: "/v1/track",
    call: "track",
    summary: "Say what somebody did",
    body: "One item: event, properties. Order Completed, Order Refunded, Product Registered, Survey Answered, Call Logged and Demographics Recorded become facts of their own.",
  });
}
