import type { Operation } from "#web/operation.ts";
import { aliasOperation } from "./api/alias.ts";
import { batchOperation } from "./api/batch.ts";
import { groupOperation } from "./api/group.ts";
import { identifyOperation } from "./api/identify.ts";
import { importOperation } from "./api/import.ts";
import { pageOperation } from "./api/page.ts";
import { screenOperation } from "./api/screen.ts";
import { trackOperation } from "./api/track.ts";
import type { IngestDeps } from "./ingest/ingest-operation.ts";

/** The doors of the Segment protocol. `liftWriteKey` stands before `ingestPaths` in the app. */
export function ingestOperations(deps: IngestDeps): readonly Operation[] {
  return [
    identifyOperation(deps),
    trackOperation(deps),
    pageOperation(deps),
    screenOperation(deps),
    groupOperation(deps),
    aliasOperation(deps),
    batchOperation(deps),
    importOperation(deps),
  ];
}

export const ingestPaths: readonly string[] = [
  "/v1/identify",
  "/v1/track",
  "/v1/page",
  "/v1/screen",
  "/v1/group",
  "/v1/alias",
  "/v1/batch",
  "/v1/import",
];
