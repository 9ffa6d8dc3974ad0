import type { SQL } from "drizzle-orm";
import type { Channel, MessageContent, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { callOthers, type HeldMessage } from "#messages/claim/claim-messages.ts";
import { callHouseholds } from "#messages/claim/household-statements.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { PreparedMessage } from "#messages/message.ts";
import { isAnswerLost } from "#store/http-faults.ts";
import { chunksOf } from "#store/json-rows.ts";
import { writeSurely } from "#store/write-surely.ts";
import {
  type Attempt,
  beginAttempts,
  begunAndStillLeaving,
  begunAttempts,
  type Outcome,
  putBackHeld,
  recordOutcomes,
  skipRefusedLate,
  suppressUnknownRecipients,
} from "./attempt-statements.ts";
import { decideOutcome, decideTooLate, SAME_KEY_AGAIN, type TriedMessage } from "./decide-outcome.ts";
import { messageKey } from "./message-key.ts";

export type Prepared = { readonly message: HeldMessage; readonly prepared: PreparedMessage };

/** A lease outlasts the longest try by this much: time to write down what came of it. */
const LEASE_MARGIN_MS = 30_000;

/**
 * Group after group, each as large as the channel's concurrency. What came of one group is committed in the same batch as the
 * next one's "attempting": half the commits, and never more than one group whose outcome a crash could lose. Both come to the same
 * when they run twice, so that a database that wrote and did not say so loses no outcome.
 */
export async function sendThrough(
  deps: MessageDeps,
  channel: Channel<MessageContent>,
  messages: readonly Prepared[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let settlement: readonly SQL[] = [];
  for (const group of chunksOf(messages, channel.limits.concurrency)) {
    const startedAt = deps.clock.now();
    const late = group.flatMap((item) => tooLate(item, channel, startedAt) ?? []);
    const { leaving, letGo } = await begin(deps, channel, { group, late, settlement, startedAt });
    const tried = await sendGroup(deps, channel, leaving);
    if (letGo.length > 0) await deps.store.write(letGo);
    const known = { now: deps.clock.now(), random: deps.random, limits: channel.limits };
    const decided = tried.map(({ item, result }) =>
      decideOutcome(triedOf(item, item.message.attempts + 1, startedAt), result, known),
    );
    settlement = settle(decided, tried, known.now);
    outcomes.push(...late, ...decided);
  }
  if (settlement.length > 0) await writeSurely(deps.store, settlement);
  return outcomes;
}

type Beginning = {
  readonly group: readonly Prepared[];
  /** What became of those of the group that are too late. */
  readonly late: readonly Outcome[];
  readonly settlement: readonly SQL[];
  readonly startedAt: number;
};

type Begun = {
  /** Those of the group that may leave. */
  readonly leaving: readonly Prepared[];
  /** What lets the others go. Dying before it leaves them claimed: they are asked again. */
  readonly letGo: readonly SQL[];
};

/** Nothing is asked of the database between this and the requests: an opt-out would find its way in between. */
async function begin(
  deps: MessageDeps,
  channel: Channel<MessageContent>,
  { group, late, settlement, startedAt }: Beginning,
): Promise<Begun> {
  const isLate = new Set(late.map(({ id }) => id));
  const attempts = attemptsOf(
    group.filter(({ message }) => !isLate.has(message.id)),
    startedAt,
  );
  const statements = [
    ...settlement,
    ...(late.length === 0
      ? []
      : [recordOutcomes(late, startedAt, "claimed"), callHouseholds(late.map(({ id }) => id))]),
    beginAttempts(attempts, {
      provider: channel.name,
      now: startedAt,
      leaseUntil: startedAt + channel.limits.timeoutMs + LEASE_MARGIN_MS,
    }),
  ];
  const results = await beginSurely(deps, attempts, statements);
  const mayLeave = new Set(results.at(-1)?.map(({ id }) => id));
  const rest = attempts.filter(({ id }) => !mayLeave.has(id));
  return {
    leaving: group.filter(({ message }) => mayLeave.has(message.id)),
    letGo:
      rest.length === 0
        ? []
        : [skipRefusedLate(rest, startedAt), putBackHeld(rest, startedAt), ...callOthers(rest.map(({ id }) => id))],
  };
}

/** The last rows are the ids that may leave. */
async function beginSurely(
  { store }: MessageDeps,
  attempts: readonly Attempt[],
  statements: readonly SQL[],
): Promise<Array<Array<{ id: number }>>> {
  try {
    return await store.write([...statements, begunAttempts(attempts)]);
  } catch (cause) {
    if (!isAnswerLost(cause)) throw cause;
    return writeSurely(store, [...statements, begunAndStillLeaving(attempts)]);
  }
}

/** The customers of a group live in a few zones. */
function attemptsOf(group: readonly Prepared[], now: number): readonly Attempt[] {
  const todayIn = new Map<string, string>();
  return group.map(({ message, prepared }) => {
    const { id, fence, customerId, address, zone } = message;
    const today = todayIn.get(zone) ?? wallClockIn(zone, now).date;
    todayIn.set(zone, today);
    return { id, fence, customerId, address, today, prepared };
  });
}

type Tried = { readonly item: Prepared; readonly result: SendOutcome };

/** All at once, under one signal: they start together, so their time ends together. */
async function sendGroup(
  deps: MessageDeps,
  channel: Channel<MessageContent>,
  group: readonly Prepared[],
): Promise<readonly Tried[]> {
  if (group.length === 0) return [];
  const signal = AbortSignal.timeout(channel.limits.timeoutMs);
  return Promise.all(group.map(async (item) => ({ item, result: await sendOne(deps, { channel, signal }, item) })));
}

function settle(outcomes: readonly Outcome[], tried: readonly Tried[], now: number): readonly SQL[] {
  if (outcomes.length === 0) return [];
  const strangers = tried.flatMap(({ item, result }) =>
    result.kind === "rejected" && result.suppress ? [item.message] : [],
  );
  const suppression = strangers.length === 0 ? [] : [suppressUnknownRecipients(strangers, now)];
  const refused = outcomes.filter(({ state }) => state === "rejected").map(({ id }) => id);
  const calls = refused.length === 0 ? [] : [callHouseholds(refused)];
  return [recordOutcomes(outcomes, now), ...suppression, ...calls];
}

function tooLate(item: Prepared, channel: Channel<MessageContent>, now: number): Outcome | undefined {
  const isSameProvider = item.message.lastProvider === channel.name;
  const tried = triedOf(item, item.message.attempts, now);
  return decideTooLate({ ...tried, isSameProvider }, { now, limits: channel.limits });
}

function triedOf({ message, prepared }: Prepared, tries: number, startedAt: number): TriedMessage {
  return {
    id: message.id,
    fence: message.fence,
    tries,
    firstTriedAt: message.firstAttemptAt ?? startedAt,
    messageClass: message.messageClass,
    mayHaveGone: message.lastReason === SAME_KEY_AGAIN,
    offerEndsAt: prepared.offerEndsAt,
  };
}

type Lane = { readonly channel: Channel<MessageContent>; readonly signal: AbortSignal };

async function sendOne(deps: MessageDeps, { channel, signal }: Lane, item: Prepared): Promise<SendOutcome> {
  if (item.prepared.content.kind !== channel.kind) {
    deps.log("channel_of_another_kind", { message: item.message.id, channel: channel.name });
    return { kind: "rejected", reason: "channel_of_another_kind", suppress: false };
  }
  const outgoing: OutgoingMessage<MessageContent> = {
    messageNumber: item.message.id,
    key: messageKey(deps.secret.keyFor("message-key/1"), item.message.id),
    to: item.message.address,
    date: item.prepared.date,
    content: item.prepared.content,
  };
  try {
    return await channel.send(outgoing, { signal });
  } catch {
    // A channel promises not to throw; one that does may have sent.
    deps.log("channel_threw", { message: item.message.id, channel: channel.name });
    return { kind: "unknown", reason: "channel_threw" };
  }
}
