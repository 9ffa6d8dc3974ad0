import { waitUntil } from "cloudflare:workers";
import type {
  ExecutionContext,
  ForwardableEmailMessage,
  MessageBatch,
  ScheduledController,
} from "@cloudflare/workers-types";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import { channelNames } from "#messages/channel-name.ts";
import type { WorkerBindings } from "./worker/bindings.ts";
import { consoleLog as log } from "./worker/log.ts";
import { makeFirstOperator } from "./make-first-operator.ts";
import { WorkerMisconfigured } from "./worker/misconfigured.ts";
import { openStation, type WorkerStation } from "./worker/open-station.ts";
import { projectBatch } from "./worker/project-batch.ts";
import { runTick } from "./worker/run-tick.ts";
import { sendTurn } from "./worker/send-turn.ts";
import { takeEmail } from "./worker/take-email.ts";
import { buryLetters, deadLettersOf } from "./queues/bury-letters.ts";
import { consumeWakes } from "./queues/consume-wakes.ts";
import { WAKE_WORD, WEBHOOKS_WORD, wordFor } from "./queues/wake.ts";
import { webhookTurn } from "./worker/webhook-turn.ts";

let opened: { readonly bindings: WorkerBindings; readonly station: WorkerStation } | undefined;

/** The station of this isolate. It is not made once for two events that come together: a promise belongs to its event. */
async function stationOf(bindings: WorkerBindings): Promise<WorkerStation> {
  if (opened?.bindings === bindings) return opened.station;
  const onLost = () => {
    opened = undefined;
  };
  const station = await openStation(bindings, { outlive: waitUntil, log, onLost });
  opened = { bindings, station };
  return station;
}

async function answer(request: Request, bindings: WorkerBindings, context: ExecutionContext): Promise<Response> {
  const { station } = await stationOf(bindings);
  return station.app.fetch(request, bindings, context);
}

const worker = {
  /** A reader who leaves does not stop the work: half of it would keep its place in line for ever. */
  fetch: async (request: Request, bindings: WorkerBindings, context: ExecutionContext): Promise<Response> => {
    const answered = answer(request, bindings, context);
    context.waitUntil(answered.catch(() => undefined));
    try {
      return await answered;
    } catch (cause) {
      // The faults of a configuration are told by name, never by value; of another cause only what it is called.
      const detail = cause instanceof WorkerMisconfigured ? { faults: cause.message } : {};
      log("not_started", { name: cause instanceof Error ? cause.name : "unknown", ...detail });
      return problemResponse(problem("unavailable"));
    }
  },

  scheduled: async (_controller: ScheduledController, bindings: WorkerBindings): Promise<void> => {
    const here = await stationOf(bindings);
    const { station, config } = here;
    // A worker has no start: the first minute is one.
    await makeFirstOperator(station, config);
    const wakes = bindings.SEND;
    // Side by side, and each to its end: a receiver that is slow holds up no message.
    const turns = await Promise.allSettled([
      runTick({ station, wakes, log, sendTurn: () => sendTurn(here) }),
      webhookTurn({ station, wakes, log }),
    ]);
    const failed = turns.find((turn) => turn.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  },

  /** Mails to the bounce domain, where Email Routing hands them to this worker. None is answered, and none is kept. */
  email: async (message: ForwardableEmailMessage, bindings: WorkerBindings): Promise<void> => {
    const { station } = await stationOf(bindings);
    await takeEmail(station.emailDeps, message);
  },

  /** All queues come here; their names end with what they carry, whatever a deployment puts before it. */
  queue: async (batch: MessageBatch, bindings: WorkerBindings): Promise<void> => {
    const here = await stationOf(bindings);
    const { station, journalKey } = here;
    const dead = deadLettersOf(batch.queue);
    if (dead !== undefined) {
      await buryLetters({ ...station.messages, journalKey }, dead, batch);
      return;
    }
    if (batch.queue.endsWith("-clicks")) {
      await projectBatch({ key: journalKey, project: station.project, log }, batch.messages);
      return;
    }
    const turns = {
      [WAKE_WORD]: async () => void (await sendTurn(here)),
      ...Object.fromEntries(
        channelNames.map((channel) => [wordFor(channel), async () => void (await sendTurn(here, channel))]),
      ),
      [WEBHOOKS_WORD]: () => webhookTurn({ station, wakes: bindings.SEND, log }),
    };
    await consumeWakes({ clock: station.messages.clock, log, turns }, batch);
  },
};

export default worker;
