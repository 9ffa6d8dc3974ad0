import { accessOperations } from "#access/access-operations.ts";
import type { LazyAuth } from "#access/create-auth.ts";
import { catalogueOperations } from "#catalogue/api/catalogue-operations.ts";
import { customerOperations } from "#customers/customer-operations.ts";
import { admission } from "#customers/ingest/admission.ts";
import { ingestOperations } from "#customers/ingest-operations.ts";
import { messageOperations } from "#messages/api/message-operations.ts";
import { explainProduct } from "#messages/newsletters/explain-product.ts";
import type { Operation } from "#web/operation.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";

/** The calls that one process works on at once before it asks clients to come back. */
const INGEST_AT_ONCE = 64;

/** The whole API in one table. */
export function operationsOf(
  parts: StationParts,
  { customers, shelf, preview }: Ring,
  auth: LazyAuth,
): readonly Operation[] {
  const { store, clock, timer } = parts;
  return [
    ...ingestOperations({ ...customers, timer, admission: admission(INGEST_AT_ONCE) }),
    ...customerOperations(customers),
    ...catalogueOperations(parts),
    ...messageOperations({ ...customers, explain: explainProduct({ store, clock, shelf }), preview }),
    ...accessOperations({ ...parts, auth }),
  ];
}
