import type { Operation } from "#web/operation.ts";
import { createImportOperation } from "./api/create-import.ts";
import { getImportMappingOperation } from "./api/get-import-mapping.ts";
import { getImportOperation } from "./api/get-import.ts";
import { getImportRejectsOperation } from "./api/get-import-rejects.ts";
import { getReferenceCodesOperation } from "./api/get-reference-codes.ts";
import { listImportMappingsOperation } from "./api/list-import-mappings.ts";
import { listImportsOperation } from "./api/list-imports.ts";
import { listReferenceCodesOperation } from "./api/list-reference-codes.ts";
import { putImportDataOperation } from "./api/put-import-data.ts";
import { putImportMappingOperation } from "./api/put-import-mapping.ts";
import { putReferenceCodesOperation } from "./api/put-reference-codes.ts";
import { undoImportOperation } from "./api/undo-import.ts";
import type { ImportDeps } from "./run/import-deps.ts";

/** Files, how they are read, and the codes that they use. */
export function importOperations(deps: ImportDeps): readonly Operation[] {
  return [
    createImportOperation(deps),
    putImportDataOperation(deps),
    listImportsOperation(deps),
    getImportOperation(deps),
    getImportRejectsOperation(deps),
    undoImportOperation(deps),
    listImportMappingsOperation(deps),
    getImportMappingOperation(deps),
    putImportMappingOperation(deps),
    listReferenceCodesOperation(deps),
    getReferenceCodesOperation(deps),
    putReferenceCodesOperation(deps),
  ];
}
