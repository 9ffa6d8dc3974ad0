import type { SQL } from "drizzle-orm";
import type { Channel, MessageContent, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { callOthers, type HeldMessage } from "#messages/claim/claim-messages.ts";
import { callHouseholds } from "#messages/claim/household-statements.ts";
import { turnRefused } from "#messages/claim/next-way.ts";
import { type MessageDeps, openChannels } from "#messages/message-deps.ts";
import type { PreparedMessage } from "#messages/message.ts";
import { isAnswerLost } from "#store/http-faults.ts";
import type { Admitted } from "#messages/traffic/admit.ts";
import type { Breakers } from "#messages/traffic/breakers/breaker.ts";
import { fairGroups } from "#messages/traffic/shapes/fair-groups.ts";
import { writeSurely } from "#store/write-surely.ts";
import {
  type Attempt,
  beginAttempts,
  begunAndStillLeaving,
  begunAttempts,
  type Outcome,
  putBackHeld,
  putBackStopped,
  recordOutcomes,
  skipRefusedLate,
  suppressUnknownRecipients,
  takeBackBegun,
} from "./attempt-statements.ts";
import {
  decideOutcome,
  decideTooLate,
  GAVE_UP,
  ONCE_MORE,
  SAME_KEY_AGAIN,
  type TriedMessage,
} from "./decide-outcome.ts";
import { messageKey } from "./message-key.ts";
import { countTried, noteTraffic, type Tried } from "./note-traffic.ts";

export type Prepared = Admitted & { readonly prepared: PreparedMessage };

/** One provider, in the hands of one claim. */
export type ProviderLane = {
  readonly channel: Channel<MessageContent>;
  readonly token: string;
  /** As they were known when the claim began. */
  readonly breakers: Breakers;
  /** Subjects that had trouble in this turn. */
  readonly troubled: Set<string>;
};

/** A lease outlasts the longest try by this much: time to write down what came of it. */
const LEASE_MARGIN_MS = 30_000;

/**
 * Group after group, each as large as the provider's concurrency, and no larger for any receiver than that wants. What came of one group is committed in the same batch as the
 * next one's "attempting": half the commits, and never more than one group whose outcome a crash could lose. Both come to the same
 * when they run twice, so that a database that wrote and did not say so loses no outcome.
 */
export async function sendThrough(
  deps: MessageDeps,
  lane: ProviderLane,
  messages: readonly Prepared[],
): Promise<readonly Outcome[]> {
  const { limits } = lane.channel;
  const outcomes: Outcome[] = [];
  let settlement: readonly SQL[] = [];
  for (const group of fairGroups(messages, limits.concurrency, ({ way }) => way)) {
    const startedAt = deps.clock.now();
    const late = group.flatMap((item) => tooLate(item, lane.channel, startedAt) ?? []);
    const { leaving, letGo } = await begin(deps, lane, { group, late, settlement, startedAt });
    const tried = await sendGroup(deps, lane.channel, leaving);
    const now = deps.clock.now();
    const decided = tried.map(({ item, result }) =>
      decideOutcome(triedOf(item, item.message.attempts + 1, startedAt), result, { now, random: deps.random, limits }),
    );
    settlement = await noteTraffic(deps, {
      lane,
      tried,
      now,
      settlement: [...letGo, ...settle(deps, { outcomes: decided, tried, now })],
    });
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
  /** What lets the others go, written with what came of the group: it never stands between a request and its outcome. */
  readonly letGo: readonly SQL[];
};

/** Nothing is asked of the database between this and the requests: an opt-out would find its way in between. */
async function begin(
  deps: MessageDeps,
  { channel, token }: ProviderLane,
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
      token,
    }),
  ];
  const results = await beginSurely(deps, { attempts, token }, statements);
  const mayLeave = new Set(results.at(-1)?.map(({ id }) => id));
  const rest = attempts.filter(({ id }) => !mayLeave.has(id));
  return {
    leaving: group.filter(({ message }) => mayLeave.has(message.id)),
    letGo:
      rest.length === 0
        ? []
        : [
            takeBackBegun(rest),
            skipRefusedLate(rest, startedAt),
            putBackHeld(rest, startedAt),
            putBackStopped(rest, startedAt),
            ...callOthers(rest.map(({ id }) => id)),
          ],
  };
}

/** The last rows are the ids that may leave. */
async function beginSurely(
  { store }: MessageDeps,
  { attempts, token }: { readonly attempts: readonly Attempt[]; readonly token: string },
  statements: readonly SQL[],
): Promise<Array<Array<{ id: number }>>> {
  try {
    return await store.write([...statements, begunAttempts(attempts)]);
  } catch (cause) {
    if (!isAnswerLost(cause)) throw cause;
    return writeSurely(store, [...statements, begunAndStillLeaving(attempts, token)]);
  }
}

/** The customers of a group live in a few zones. */
function attemptsOf(group: readonly Prepared[], now: number): readonly Attempt[] {
  const todayIn = new Map<string, string>();
  return group.map(({ message, prepared, way }) => {
    const { id, fence, customerId, address, zone } = message;
    const today = todayIn.get(zone) ?? wallClockIn(zone, now).date;
    todayIn.set(zone, today);
    return { id, fence, customerId, address, today, prepared, stream: way.stream, subject: way.subject };
  });
}

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

type Settled = { readonly outcomes: readonly Outcome[]; readonly tried: readonly Tried[]; readonly now: number };

function settle(deps: MessageDeps, { outcomes, tried, now }: Settled): readonly SQL[] {
  if (outcomes.length === 0) return [];
  const strangers = tried.flatMap(({ item, result }) =>
    result.kind === "rejected" && result.suppress ? [item.message] : [],
  );
  const suppression = strangers.length === 0 ? [] : [suppressUnknownRecipients(strangers, now)];
  const refused = outcomes.filter(({ state }) => state === "rejected").map(({ id }) => id);
  const calls = refused.length === 0 ? [] : [callHouseholds(refused)];
  const untaken = outcomes.filter((outcome, index) => isUntaken(outcome, tried[index]?.item.message));
  const turns = untaken.length === 0 ? [] : [turnRefused(untaken, { now, open: openChannels(deps) })];
  const counts = tried.some(({ item }) => item.way.stream !== undefined) ? [countTried(outcomes, tried, now)] : [];
  return [...counts, recordOutcomes(outcomes, now), ...suppression, ...turns, ...calls];
}

/**
 * Refused for good by the provider, and surely never taken at an earlier try: the next of her ways may be taken. What nobody
 * wanted for two days is no news on any other.
 */
function isUntaken({ state, reason }: Outcome, message: HeldMessage | undefined): boolean {
  if (state !== "rejected" || reason === GAVE_UP || message === undefined) return false;
  return message.attempts === 0 || (message.messageClass === "marketing" && message.lastReason !== SAME_KEY_AGAIN);
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
    isOnceMore: message.lastReason === ONCE_MORE,
    offerEndsAt: prepared.offerEndsAt,
  };
}

type Line = { readonly channel: Channel<MessageContent>; readonly signal: AbortSignal };

async function sendOne(deps: MessageDeps, { channel, signal }: Line, item: Prepared): Promise<SendOutcome> {
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
