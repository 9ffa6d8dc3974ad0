import type { WebhookSource } from "#outbound/webhooks/webhook-source.ts";
import { auditSource } from "./audit-source.ts";
import { consentsSource } from "./consents-source.ts";
import { customersSource } from "./customers-source.ts";
import { eventsSource } from "./events-source.ts";
import { happeningsSource } from "./happenings-source.ts";
import { segmentsSource } from "./segments-source.ts";

/** Everything that webhooks tell of. A new customer is told before what she did. */
export const webhookSources: readonly WebhookSource[] = [
  customersSource,
  consentsSource,
  eventsSource,
  auditSource,
  happeningsSource,
  segmentsSource,
];
