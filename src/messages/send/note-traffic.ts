import type { SQL } from "drizzle-orm";
import type { SendOutcome } from "#channels/channel.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { countOutcomes } from "#messages/traffic/breakers/count-outcomes.ts";
import { judgeStreams } from "#messages/traffic/breakers/judge-streams.ts";
import { noteTries, type Turned } from "#messages/traffic/breakers/note-tries.ts";
import { tellTurned } from "#messages/traffic/breakers/tell-turned.ts";
import { troubleOf } from "#messages/traffic/breakers/trouble-of.ts";
import { hearReplies } from "#messages/traffic/shapes/hear-replies.ts";
import { writeSurely } from "#store/write-surely.ts";
import type { Outcome } from "./attempt-statements.ts";
import type { Prepared, ProviderLane } from "./send-through.ts";

/** A try and what was answered. */
export type Tried = { readonly item: Prepared; readonly result: SendOutcome };

type Heard = {
  readonly lane: ProviderLane;
  readonly tried: readonly Tried[];
  readonly now: number;
  /** What records the tries themselves. */
  readonly settlement: readonly SQL[];
};

/**
 * What a group of tries says of its provider and of receivers. Where it says nothing, as nearly always, the settlement is given
 * back, to go with the next group's begin; otherwise it is written at once, so that the next group knows of it.
 */
export async function noteTraffic(
  { store, log }: MessageDeps,
  { lane, tried, now, settlement }: Heard,
): Promise<readonly SQL[]> {
  const bySubject = Map.groupBy(tried, ({ item }) => item.way.subject);
  const notes = [...bySubject].flatMap(([subject, some]) => {
    const troubles = some.flatMap(({ result }) => troubleOf(result) ?? []);
    const isAnswered = troubles.length < some.length;
    const before = lane.breakers.get(subject);
    const hadTrouble = (before?.failures ?? 0) > 0 || lane.troubled.has(subject);
    if (troubles.length > 0 && !isAnswered) lane.troubled.add(subject);
    return noteTries({ subject, troubles, isAnswered, hadTrouble, token: lane.token, now }, before);
  });
  const streams = [...new Set(tried.flatMap(({ item, result }) => (isHard(result) ? (item.way.stream ?? []) : [])))];
  const judgements = streams.length === 0 ? [] : [judgeStreams(streams, now)];
  const replies = tried.flatMap(({ item: { way }, result }) =>
    way.stream !== undefined && (result.kind === "deferred" || result.kind === "rejected")
      ? [{ stream: way.stream, words: result.reason }]
      : [],
  );
  if (notes.length + judgements.length + replies.length === 0) return settlement;
  const results = await writeSurely<Turned>(store, [...settlement, ...notes, ...judgements]);
  tellTurned(log, results.slice(settlement.length).flat());
  for (const { stream, rule } of await hearReplies(store, replies, now)) log("stream_throttled", { stream, rule });
  return [];
}

/** The provider said that nobody is there. */
function isHard(result: SendOutcome): boolean {
  return result.kind === "rejected" && result.suppress;
}

/** Stands before the outcomes in their batch. */
export function countTried(outcomes: readonly Outcome[], tried: readonly Tried[], now: number): SQL {
  return countOutcomes(
    outcomes.map(({ id, fence, state }, index) => {
      const result = tried[index]?.result;
      return { id, fence, isSent: state === "accepted", isHard: result !== undefined && isHard(result) };
    }),
    now,
  );
}
