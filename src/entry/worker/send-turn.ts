import { sendDue } from "#messages/send/send-due.ts";
import type { WorkerStation } from "./open-station.ts";

/** One sender's turn: what the claim gives it, over channels that live as long as the turn. */
export async function sendTurn({ station, channels, log }: WorkerStation): Promise<void> {
  const { messages, tickDeps } = station;
  const report = await channels.with((own) =>
    sendDue({ ...messages, channels: new Map([...messages.channels, ...own]) }, tickDeps.worker, tickDeps.sendBatch),
  );
  log("send", report);
}
