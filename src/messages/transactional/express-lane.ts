import type { MessageDeps } from "#messages/message-deps.ts";
import { sendDue, type Worker } from "#messages/send/send-due.ts";

export type ExpressLane = {
  readonly messages: MessageDeps;
  readonly workerName: string;
  readonly sendBatch: number;
  /**
   * Runs a turn with channels that live as long as it does, outliving the request that asked for it. Absent: at once, with the
   * station's own.
   */
  readonly express?: Express | undefined;
};

export type Express = (turn: (channels: MessageDeps["channels"]) => Promise<void>) => void;

/**
 * A sender for what the API accepted, beside the clockwork's: while a newsletter to everybody is under way, or the next tick is
 * seconds off, a password's link leaves all the same. Each channel has an express lane of its own, so that one whose provider
 * hangs holds up no other. Calls that come while it runs make it look once more. What it misses, by a crash or a fault, the next
 * tick finds: it is a row like every other.
 */
export function expressLane(settings: ExpressLane): (channel: string) => void {
  let turns = 0;
  const nextTurn = () => (turns += 1);
  const lanes = new Map<string, () => void>();
  return (channel) => {
    const lane = lanes.get(channel) ?? laneOf(settings, { name: `${settings.workerName}-express`, channel, nextTurn });
    lanes.set(channel, lane);
    lane();
  };
}

function laneOf({ messages, sendBatch, express }: ExpressLane, of: Omit<Worker, "only">): () => void {
  const worker: Worker = { ...of, only: "direct" };
  const start: Express = express ?? ((turn) => void turn(messages.channels));
  const state = { runningUntil: 0, isAskedAgain: false };
  const drain = async (lent: MessageDeps["channels"]) => {
    const own = new Map([...messages.channels, ...lent]);
    do {
      state.isAskedAgain = false;
      let taken = 1;
      while (taken > 0) ({ taken } = await sendDue({ ...messages, channels: own }, worker, sendBatch));
    } while (state.isAskedAgain);
    // No await between the question and this: who asks after it starts a turn of her own.
    state.runningUntil = 0;
  };
  return () => {
    state.isAskedAgain = true;
    const now = messages.clock.now();
    if (now < state.runningUntil) return;
    // A turn that ended with its event, without a word, is not waited for longer than its lease.
    state.runningUntil = now + messages.policy.leaseMs;
    start(async (channels) => {
      try {
        await drain(channels);
      } catch (cause) {
        state.runningUntil = 0;
        messages.log("express_failed", { name: cause instanceof Error ? cause.name : "unknown" });
      }
    });
  };
}
