import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { collectHappenings } from "./collect-happenings.ts";
import { type DeliveryReport, deliverTo, type DueEndpoint, findDueEndpoints } from "./deliver-to.ts";
import { sweepWebhooks } from "./sweep-webhooks.ts";

export type WebhookCourier = {
  /**
   * One turn: brings what happened into the outbox and starts a lane for each endpoint that has something due and no lane
   * under way. An endpoint that is slow holds up itself alone. Gives what this turn's lanes will have done.
   */
  turn(): Promise<{ readonly told: number; readonly lanes: Promise<DeliveryReport> }>;
  /** Cuts off what is under way; it is tried again after its lease. */
  stop(): Promise<void>;
};

export type CourierDeps = OutboundDeps & {
  readonly breathe?: (() => Promise<void>) | undefined;
};

const SWEEP_EVERY_TURNS = 600;

export function webhookCourier(deps: CourierDeps): WebhookCourier {
  const stopping = new AbortController();
  const lanes = new Map<string, Promise<DeliveryReport>>();
  let turns = 0;

  const start = (endpoint: DueEndpoint): Promise<DeliveryReport> => {
    const lane = deliverTo({ ...deps, signal: stopping.signal }, endpoint)
      .catch((cause: unknown) => {
        deps.log("webhooks_failed", { endpoint: endpoint.id, name: cause instanceof Error ? cause.name : "unknown" });
        return NOTHING;
      })
      .finally(() => lanes.delete(endpoint.id));
    lanes.set(endpoint.id, lane);
    return lane;
  };

  return {
    turn: async () => {
      turns += 1;
      if (turns % SWEEP_EVERY_TURNS === 1) await sweepWebhooks(deps);
      const told = await collectHappenings(deps);
      const due = (await findDueEndpoints(deps)).filter(({ id }) => !lanes.has(id));
      return { told, lanes: Promise.all(due.map(start)).then(sumOf) };
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(lanes.values());
    },
  };
}

const NOTHING: DeliveryReport = { delivered: 0, again: 0, failed: 0 };

function sumOf(reports: readonly DeliveryReport[]): DeliveryReport {
  return reports.reduce(
    (sum, { delivered, again, failed }) => ({
      delivered: sum.delivered + delivered,
      again: sum.again + again,
      failed: sum.failed + failed,
    }),
    NOTHING,
  );
}
