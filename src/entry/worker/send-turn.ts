import { sendDue } from "#messages/send/send-due.ts";
import { checkFloor } from "#store/check-floor.ts";
import type { WorkerStation } from "./open-station.ts";

/** One sender's turn, of all channels or of one: what the claim gives it, over channels that live as long as the turn. Gives how many rows it took. */
export async function sendTurn({ station, channels, log }: WorkerStation, channel?: string): Promise<number> {
  const { messages, tickDeps } = station;
  await checkFloor(messages.store);
  const worker = { ...tickDeps.worker, channel };
  const report = await channels.with((own) =>
    sendDue({ ...messages, channels: new Map([...messages.channels, ...own]) }, worker, tickDeps.sendBatch),
  );
  log("send", report);
  return report.taken;
}
