import type { Channel, MessageContent } from "#channels/channel.ts";
import { callOthers, claimMessages, type HeldMessage } from "#messages/claim/claim-messages.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { SkipReason } from "#messages/message.ts";
import { type Outcome, skipClaimed } from "./attempt-statements.ts";
import { type Prepared, sendThrough } from "./send-through.ts";

export type SendReport = {
  /** Rows that were due; 0 means that there is nothing more to do now. */
  readonly taken: number;
  readonly sent: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly unknown: number;
};

export type Worker = {
  readonly name: string;
  /** "direct": it sends what the API was asked to send, and nothing else, so that no newsletter stands before that. */
  readonly only?: "direct" | undefined;
  nextTurn(): number;
};

/** What each station's content was last known to lack: turns come every few seconds, and only a change is news. */
const lastMissing = new WeakMap<MessageDeps["content"], string>();

function tellMissing({ content, log }: MessageDeps, missing: string | undefined): void {
  const before = lastMissing.get(content);
  if (missing === before) return;
  if (missing === undefined) lastMissing.delete(content);
  else lastMissing.set(content, missing);
  log(missing === undefined ? `${before}_found` : `${missing}_missing`, { held: missing === undefined ? 0 : 1 });
}

/**
 * One turn of a sender: claim, choose and merge, commit "attempting", hand over, record. Each step is safe to die in; what
 * is left is swept up by recover-messages.ts. While the content has nobody to speak for, nothing is claimed and all that is due waits.
 */
export async function sendDue(deps: MessageDeps, worker: Worker, limit: number): Promise<SendReport> {
  const missing = await deps.content.missing?.();
  tellMissing(deps, missing);
  if (missing !== undefined) {
    return { taken: 0, sent: 0, skipped: 0, deferred: 0, rejected: 0, unknown: 0 };
  }
  const now = deps.clock.now();
  const ticket = { token: `${worker.name}:${worker.nextTurn()}`, now, leaseUntil: now + deps.policy.leaseMs };
  const { messages: claimed, taken } = await claimMessages(deps.store, {
    ticket,
    limit,
    only: worker.only,
    cap: deps.policy.cap,
    quietHours: deps.policy.quietHours,
    hoursOf: await deps.hoursOf?.(),
  });
  const { ready, skipped } = await prepare(deps, claimed);
  const outcomes: Outcome[] = [];
  for (const [channel, messages] of byChannel(deps, ready)) {
    outcomes.push(...(await sendThrough(deps, channel, messages)));
  }
  const count = (state: Outcome["state"]) => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    taken,
    sent: count("accepted"),
    skipped: skipped + taken - claimed.length,
    deferred: count("deferred"),
    rejected: count("rejected"),
    unknown: count("unknown_outcome"),
  };
}

async function prepare(
  deps: MessageDeps,
  claimed: readonly HeldMessage[],
): Promise<{ ready: Prepared[]; skipped: number }> {
  if (claimed.length === 0) return { ready: [], skipped: 0 };
  const prepared = await deps.content.prepare(claimed);
  const ready: Prepared[] = [];
  const skips: Array<{ id: number; fence: number; reason: SkipReason }> = [];
  for (const message of claimed) {
    const result = prepared.get(message.id);
    if (result?.ok === true) ready.push({ message, prepared: result.value });
    else skips.push({ id: message.id, fence: message.fence, reason: result?.error ?? "nothing_to_say" });
  }
  if (skips.length > 0) await deps.store.write([skipClaimed(skips), ...callOthers(skips.map(({ id }) => id))]);
  return { ready, skipped: skips.length };
}

function byChannel(deps: MessageDeps, ready: readonly Prepared[]): Map<Channel<MessageContent>, Prepared[]> {
  const groups = new Map<Channel<MessageContent>, Prepared[]>();
  for (const item of ready) {
    const channel = deps.channels.get(item.message.channel);
    // Without its channel a row stays claimed; its lease ends and it is due again.
    if (channel === undefined) deps.log("channel_missing", { message: item.message.id });
    else groups.set(channel, [...(groups.get(channel) ?? []), item]);
  }
  return groups;
}
