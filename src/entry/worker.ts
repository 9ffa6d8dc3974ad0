import { waitUntil } from "cloudflare:workers";
import type { ExecutionContext, MessageBatch, ScheduledController } from "@cloudflare/workers-types";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import type { WorkerBindings } from "./worker/bindings.ts";
import { openStation, type WorkerStation } from "./worker/open-station.ts";
import { projectBatch } from "./worker/project-batch.ts";
import { runTick } from "./worker/run-tick.ts";
import { sendTurn } from "./worker/send-turn.ts";
import { WAKE_LASTS_MS } from "./worker/wake.ts";

/** One JSON line an event. Ids and counts only: a worker's logs are kept by somebody else. */
function log(event: string, detail: Readonly<Record<string, string | number>>): void {
  console.log(JSON.stringify({ event, ...detail }));
}

let opened: { readonly bindings: WorkerBindings; readonly station: WorkerStation } | undefined;

/** The station of this isolate. It is not made once for two events that come together: a promise belongs to its event. */
async function stationOf(bindings: WorkerBindings): Promise<WorkerStation> {
  if (opened?.bindings === bindings) return opened.station;
  const station = await openStation(bindings, waitUntil, log);
  opened = { bindings, station };
  return station;
}

async function answer(request: Request, bindings: WorkerBindings, context: ExecutionContext): Promise<Response> {
  const { station } = await stationOf(bindings);
  return station.app.fetch(request, bindings, context as never);
}

const worker = {
  /** A reader who leaves does not stop the work: half of it would keep its place in line for ever. */
  fetch: async (request: Request, bindings: WorkerBindings, context: ExecutionContext): Promise<Response> => {
    const answered = answer(request, bindings, context);
    context.waitUntil(answered.catch(() => undefined));
    try {
      return await answered;
    } catch (cause) {
      log("not_started", { name: cause instanceof Error ? cause.name : "unknown" });
      return problemResponse(problem("unavailable"));
    }
  },

  scheduled: async (_controller: ScheduledController, bindings: WorkerBindings): Promise<void> =>
    runTick(await stationOf(bindings), bindings.SEND),

  /** Both queues come here; their names end with what they carry, whatever a deployment puts before it. */
  queue: async (batch: MessageBatch, bindings: WorkerBindings): Promise<void> => {
    const opened = await stationOf(bindings);
    const { station, journalKey } = opened;
    if (batch.queue.endsWith("-clicks")) {
      await projectBatch({ key: journalKey, project: station.project, log }, batch.messages);
      return;
    }
    for (const message of batch.messages) {
      // A turn that fails leaves its rows to the lease, and the next tick wakes again: the word itself is never repeated.
      message.ack();
      if (station.messages.clock.now() - message.timestamp.getTime() < WAKE_LASTS_MS) await sendTurn(opened);
    }
  },
};

export default worker;
