import type { Operation } from "#web/operation.ts";
import { cancelRestoredOperation } from "./api/cancel-restored.ts";
import { changeWebhookEndpointOperation } from "./api/change-webhook-endpoint.ts";
import { createWebhookEndpointOperation } from "./api/create-webhook-endpoint.ts";
import { deleteWebhookEndpointOperation } from "./api/delete-webhook-endpoint.ts";
import { exportDataOperation } from "./api/export-data.ts";
import { getWebhookEndpointOperation } from "./api/get-webhook-endpoint.ts";
import { listRestoredOperation } from "./api/list-restored.ts";
import { listWebhookDeliveriesOperation } from "./api/list-webhook-deliveries.ts";
import { listWebhookEndpointsOperation } from "./api/list-webhook-endpoints.ts";
import { releaseRestoredOperation } from "./api/release-restored.ts";
import { replayWebhookDeliveriesOperation } from "./api/replay-webhook-deliveries.ts";
import { replayWebhookDeliveryOperation } from "./api/replay-webhook-delivery.ts";
import { rotateWebhookSecretOperation } from "./api/rotate-webhook-secret.ts";
import { testWebhookEndpointOperation } from "./api/test-webhook-endpoint.ts";
import type { OutboundDeps } from "./outbound-deps.ts";

/** Everything that the API can do with what goes out to other systems, a line each. */
export function outboundOperations(deps: OutboundDeps): readonly Operation[] {
  return [
    createWebhookEndpointOperation(deps),
    listWebhookEndpointsOperation(deps),
    getWebhookEndpointOperation(deps),
    changeWebhookEndpointOperation(deps),
    rotateWebhookSecretOperation(deps),
    testWebhookEndpointOperation(deps),
    listWebhookDeliveriesOperation(deps),
    replayWebhookDeliveryOperation(deps),
    replayWebhookDeliveriesOperation(deps),
    deleteWebhookEndpointOperation(deps),
    exportDataOperation(deps),
    listRestoredOperation(deps),
    releaseRestoredOperation(deps),
    cancelRestoredOperation(deps),
  ];
}
