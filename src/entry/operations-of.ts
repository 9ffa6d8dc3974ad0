import { accessOperations } from "#access/access-operations.ts";
import type { LazyAuth } from "#access/create-auth.ts";
import { callOperations } from "#calls/call-operations.ts";
import { catalogueOperations } from "#catalogue/api/catalogue-operations.ts";
import { feedOperations } from "#catalogue/feeds/api/feed-operations.ts";
import { imageOperations } from "#catalogue/images/api/image-operations.ts";
import { accountOperations } from "#customers/accounts/account-operations.ts";
import { customerOperations } from "#customers/customer-operations.ts";
import { formOperations } from "#customers/forms/api/form-operations.ts";
import { householdOperations } from "#customers/households/household-operations.ts";
import { admission } from "#customers/ingest/admission.ts";
import { importOperations } from "#customers/import/import-operations.ts";
import { ingestOperations } from "#customers/ingest-operations.ts";
import { meOperations } from "#me/api/me-operations.ts";
import { messageOperations } from "#messages/api/message-operations.ts";
import { deadLetterOperations } from "#messages/dead-letters/api/dead-letter-operations.ts";
import { postInboundEmail } from "#messages/reports/api/post-inbound-email.ts";
import { printOperations } from "#messages/print/api/print-operations.ts";
import { smsOperations } from "#messages/sms/api/sms-operations.ts";
import { voiceOperations } from "#messages/voice/api/voice-operations.ts";
import { trafficOperations } from "#messages/traffic/api/traffic-operations.ts";
import { sendOperations } from "#messages/api/send-operations.ts";
import { explainProduct } from "#messages/newsletters/explain-product.ts";
import { newslettersFor } from "#messages/newsletters/newsletters-for.ts";
import { triggerOperations } from "#messages/api/trigger-operations.ts";
import { rescheduleCustomer } from "#messages/newsletters/reschedule-moved.ts";
import { expressLane } from "#messages/transactional/express-lane.ts";
import { predictOperations } from "#predict/predict-operations.ts";
import { segmentOperations } from "#segments/segment-operations.ts";
import type { Operation } from "#web/operation.ts";
import { outboundOperations } from "#outbound/outbound-operations.ts";
import { replayDepsOf } from "./queues/replay-deps-of.ts";
import type { StationParts } from "./compose.ts";
import type { Ring } from "./compose-ring.ts";
import { feedsOf } from "./feeds-of.ts";
import { canConfirm, formDepsOf } from "./forms-of.ts";
import { examineStation } from "./doctor/api/examine-station.ts";
import { importDepsOf } from "./import-deps-of.ts";
import { emailDepsOf } from "./email-deps-of.ts";
import { outboundOf } from "./outbound-of.ts";
import { personalData } from "./personal-data.ts";

/** The calls that one process works on at once before it asks clients to come back. */
const INGEST_AT_ONCE = 64;

/** The whole API in one table. */
export function operationsOf(parts: StationParts, ring: Ring, auth: LazyAuth): readonly Operation[] {
  const { store, clock, timer, secret } = parts;
  const { customers, shelf, preview, messages } = ring;
  const forms = formDepsOf(parts, ring);
  return [
    ...ingestOperations({ ...customers, timer, admission: admission(INGEST_AT_ONCE) }),
    ...customerOperations({ ...customers, followProfile: (code) => rescheduleCustomer(customers, code) }),
    ...accountOperations(customers),
    ...householdOperations(customers),
    ...meOperations({ store, clock, secret, personalData }),
    ...formOperations({ ...forms, canConfirm: canConfirm(parts) }),
    ...callOperations(forms),
    ...importOperations(importDepsOf(customers, parts)),
    ...catalogueOperations(parts),
    ...feedOperations(feedsOf(parts)),
    ...imageOperations(feedsOf(parts)),
    ...predictOperations(parts),
    ...segmentOperations({ store, clock, usersAbove: (code) => newslettersFor(store, code) }),
    ...messageOperations({ ...customers, explain: explainProduct({ store, clock, shelf }), preview }),
    ...sendOperations({ ...parts, inFlight: new Set(), hurry: expressLane({ ...parts, messages }) }),
    ...smsOperations(parts),
    ...printOperations({ store, clock, ...ring }),
    ...voiceOperations(parts),
    ...deadLetterOperations(replayDepsOf(parts)),
    ...trafficOperations(messages),
    postInboundEmail(emailDepsOf(parts)),
    ...triggerOperations({ store, clock, breathe: parts.breathe }),
    ...outboundOperations(outboundOf(parts)),
    ...accessOperations({ ...parts, auth }),
    examineStation(parts),
  ];
}
