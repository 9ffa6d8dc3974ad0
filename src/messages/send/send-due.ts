import type { SQL } from "drizzle-orm";
import type { Channel, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { claimMessages } from "#messages/claim/claim-messages.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { ClaimedMessage, SkipReason } from "#messages/message.ts";
import { chunksOf } from "#store/json-rows.ts";
import {
  type Attempt,
  beginAttempts,
  type Outcome,
  recordOutcomes,
  skipClaimed,
  skipSuppressedLate,
  suppressUnknownRecipients,
} from "./attempt-statements.ts";
import { decideOutcome, type TriedMessage } from "./decide-outcome.ts";
import { messageKey } from "./message-key.ts";

export type SendReport = {
  /** Rows that were due; 0 means that there is nothing more to do now. */
  readonly taken: number;
  readonly sent: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly unknown: number;
};

export type Worker = { readonly name: string; nextTurn(): number };

type Prepared = Attempt & { readonly message: ClaimedMessage };

/**
 * One turn of a sender: claim, choose and merge, commit "attempting", hand over, record. Each step is safe to die in; what
 * is left is swept up by recover-messages.ts. While the content has nobody to speak for, nothing is claimed and all that is due waits.
 */
export async function sendDue(deps: MessageDeps, worker: Worker, limit: number): Promise<SendReport> {
  const missing = await deps.content.missing?.();
  if (missing !== undefined) {
    deps.log(`${missing}_missing`, { held: 1 });
    return { taken: 0, sent: 0, skipped: 0, deferred: 0, rejected: 0, unknown: 0 };
  }
  const now = deps.clock.now();
  const ticket = { token: `${worker.name}:${worker.nextTurn()}`, now, leaseUntil: now + deps.policy.leaseMs };
  const { messages: claimed, taken } = await claimMessages(deps.store, {
    ticket,
    limit,
    cap: deps.policy.cap,
    quietHours: deps.policy.quietHours,
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
  claimed: readonly ClaimedMessage[],
): Promise<{ ready: Prepared[]; skipped: number }> {
  if (claimed.length === 0) return { ready: [], skipped: 0 };
  const prepared = await deps.content.prepare(claimed);
  const ready: Prepared[] = [];
  const skips: Array<{ id: number; fence: number; reason: SkipReason }> = [];
  for (const message of claimed) {
    const result = prepared.get(message.id);
    if (result?.ok === true) ready.push({ message, id: message.id, fence: message.fence, prepared: result.value });
    else skips.push({ id: message.id, fence: message.fence, reason: result?.error ?? "nothing_to_say" });
  }
  if (skips.length > 0) await deps.store.write([skipClaimed(skips)]);
  return { ready, skipped: skips.length };
}

function byChannel(deps: MessageDeps, ready: readonly Prepared[]): Map<Channel, Prepared[]> {
  const groups = new Map<Channel, Prepared[]>();
  for (const item of ready) {
    const channel = deps.channels.get(item.message.channel);
    // Without its channel a row stays claimed; its lease ends and it is due again.
    if (channel === undefined) deps.log("channel_missing", { message: item.id });
    else groups.set(channel, [...(groups.get(channel) ?? []), item]);
  }
  return groups;
}

/** A lease outlasts the longest try by this much: time to write down what came of it. */
const LEASE_MARGIN_MS = 30_000;

/**
 * Group after group, each as large as the channel's concurrency. What came of one group is committed in the same batch as the
 * next one's "attempting": half the commits, and never more than one group whose outcome a crash could lose.
 */
async function sendThrough(deps: MessageDeps, channel: Channel, messages: readonly Prepared[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let settlement: readonly SQL[] = [];
  for (const group of chunksOf(messages, channel.limits.concurrency)) {
    const startedAt = deps.clock.now();
    const results = await deps.store.write<{ id: number }>([
      ...settlement,
      beginAttempts(group, {
        provider: channel.name,
        now: startedAt,
        leaseUntil: startedAt + channel.limits.timeoutMs + LEASE_MARGIN_MS,
      }),
      skipSuppressedLate(group, startedAt),
    ]);
    const mayLeave = new Set(results[settlement.length]?.map((row) => row.id));
    const leaving = group.filter((item) => mayLeave.has(item.id));
    const tried = await sendGroup(deps, channel, leaving);
    const known = { now: deps.clock.now(), random: deps.random, limits: channel.limits };
    const decided = tried.map(({ item, result }) => decideOutcome(triedOf(item, startedAt), result, known));
    settlement = settle(decided, tried, known.now);
    outcomes.push(...decided);
  }
  if (settlement.length > 0) await deps.store.write(settlement);
  return outcomes;
}

type Tried = { readonly item: Prepared; readonly result: SendOutcome };

/** All at once, under one signal: they start together, so their time ends together. */
async function sendGroup(deps: MessageDeps, channel: Channel, group: readonly Prepared[]): Promise<readonly Tried[]> {
  if (group.length === 0) return [];
  const signal = AbortSignal.timeout(channel.limits.timeoutMs);
  return Promise.all(group.map(async (item) => ({ item, result: await sendOne(deps, { channel, signal }, item) })));
}

function settle(outcomes: readonly Outcome[], tried: readonly Tried[], now: number): readonly SQL[] {
  if (outcomes.length === 0) return [];
  const strangers = tried.flatMap(({ item, result }) =>
    result.kind === "rejected" && result.suppress ? [item.id] : [],
  );
  const suppression = strangers.length === 0 ? [] : [suppressUnknownRecipients(strangers, now)];
  return [recordOutcomes(outcomes, now), ...suppression];
}

function triedOf({ message }: Prepared, startedAt: number): TriedMessage {
  return {
    id: message.id,
    fence: message.fence,
    tries: message.attempts + 1,
    firstTriedAt: message.firstAttemptAt ?? startedAt,
    messageClass: message.messageClass,
  };
}

type Lane = { readonly channel: Channel; readonly signal: AbortSignal };

async function sendOne(deps: MessageDeps, { channel, signal }: Lane, item: Prepared): Promise<SendOutcome> {
  const outgoing: OutgoingMessage = {
    messageNumber: item.id,
    key: messageKey(deps.secret.keyFor("message-key/1"), item.id),
    to: item.message.address,
    date: item.prepared.date,
    content: item.prepared.content,
  };
  try {
    return await channel.send(outgoing, { signal });
  } catch {
    // A channel promises not to throw; one that does may have sent.
    deps.log("channel_threw", { message: item.id, channel: channel.name });
    return { kind: "unknown", reason: "channel_threw" };
  }
}
