import type { Jumpstation } from "#entry/compose.ts";
import { systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import type { DeliveryReport } from "#outbound/webhooks/deliver-to.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import type { Log } from "#entry/log-line.ts";
import type { Metrics } from "#entry/metrics/metrics.ts";
import { repeat } from "./repeat.ts";

type Told = { readonly log: Log; readonly metrics: Pick<Metrics, "webhooks"> };

const EVERY_MS = SECOND_MS;

/**
 * Webhooks have a clock of their own, so that a receiver that answers slowly never holds up a message. Gives the way to end
 * it: what is under way is cut off and tried again by the next process.
 */
export function startWebhooks(
  { outbound }: Pick<Jumpstation, "outbound">,
  { log, metrics }: Told,
): () => Promise<void> {
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  const courier = webhookCourier({ ...outbound, breathe });
  const tell = async (told: number, lanes: Promise<DeliveryReport>) => {
    const report = await lanes;
    for (const outcome of ["delivered", "again", "failed"] as const) metrics.webhooks(outcome, report[outcome]);
    if (told + report.delivered + report.again + report.failed > 0) log("webhooks", { told, ...report });
  };
  const work = async () => {
    try {
      const { told, lanes } = await courier.turn();
      // Not waited for: an endpoint's lane may take longer than a turn.
      void tell(told, lanes);
    } catch (cause) {
      log("webhooks_failed", { name: cause instanceof Error ? cause.name : "unknown" });
    }
  };
  const stop = repeat({ timer: systemTimer, everyMs: EVERY_MS, work });
  return async () => {
    await Promise.all([courier.stop(), stop()]);
  };
}
