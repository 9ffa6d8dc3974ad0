import type { Queue } from "@cloudflare/workers-types";
import type { Jumpstation } from "#entry/compose.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import type { Log } from "#entry/log-line.ts";
import { WEBHOOKS_WORD } from "#entry/queues/wake.ts";

type WebhookTurn = {
  readonly station: Pick<Jumpstation, "outbound">;
  readonly wakes: Pick<Queue<string>, "send">;
  readonly log: Log;
};

/** One turn of webhooks at the edge. Where it delivered something, more may wait: the next turn comes at once by the queue. */
export async function webhookTurn({ station, wakes, log }: WebhookTurn): Promise<void> {
  const { told, lanes } = await webhookCourier(station.outbound).turn();
  const report = await lanes;
  if (told + report.delivered + report.again + report.failed > 0) log("webhooks", { told, ...report });
  if (told + report.delivered > 0) await wakes.send(WEBHOOKS_WORD);
}
