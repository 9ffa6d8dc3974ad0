import { sql } from "drizzle-orm";
import type { Channel, MessageContent } from "#channels/channel.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import type { Store } from "#store/store.ts";
import type { Breaker } from "./breakers/breaker.ts";
import { providersOf } from "./choose-way.ts";
import { shapeOf } from "./shapes/shapes.ts";
import { sidesOf } from "./stream.ts";
import { NO_CAP } from "./warm-up/next-cap.ts";

export type SendingDeps = Pick<MessageDeps, "store" | "clock" | "channels" | "log">;

/** A channel's lane: what waits in it now, and by whom it leaves. */
export type LaneView = {
  readonly channel: string;
  /** Due now, up to 10,000. */
  readonly due: number;
  /** Held by a breaker, a receiver's pace or the plan of warming up, up to 10,000. */
  readonly held: number;
  readonly inFlight: number;
  /** The first, and the one that takes over from it. */
  readonly providers: readonly string[];
};

export type BreakerView = {
  readonly subject: string;
  readonly state: "open" | "half_open";
  readonly cause: string;
  readonly openedAt: number;
  /** null where a person closes it. */
  readonly probeAt: number | null;
  /** The numbers for which it opened; empty for technical causes. */
  readonly numbers: Readonly<Record<string, number>>;
};

/** A stream that is slowed, getting known, or sent something today. */
export type StreamView = {
  readonly sendingDomain: string;
  readonly receiver: string;
  /** Messages a minute and at once, as they hold now. */
  readonly perMinute: number;
  readonly connections: number;
  readonly slowedUntil: number | null;
  readonly suspendedUntil: number | null;
  readonly rule: string | null;
  readonly today: {
    readonly sent: number;
    /** null: no warm-up, or the receiver knows the domain. */
    readonly cap: number | null;
    readonly booked: number;
    readonly hard: number;
    readonly complained: number;
  };
};

export type SendingView = {
  readonly lanes: readonly LaneView[];
  readonly breakers: readonly BreakerView[];
  readonly streams: readonly StreamView[];
};

const COUNT_TO = 10_000;
const MOST_STREAMS = 200;

/** How sending goes at this moment: lanes, breakers, and the busiest streams of today. */
export async function findSending({ store, clock, channels }: SendingDeps): Promise<SendingView> {
  const now = clock.now();
  const [lanes, breakers, streams] = await Promise.all([
    Promise.all([...channels].map(([name, channel]) => findLane(store, { name, channel, now }))),
    findOpen(store),
    findStreams(store, now),
  ]);
  return { lanes, breakers, streams };
}

type LaneOf = { readonly name: string; readonly channel: Channel<MessageContent>; readonly now: number };

async function findLane(store: Store, { name, channel, now }: LaneOf): Promise<LaneView> {
  const [row] = await store.read<{ due: number; held: number; inFlight: number }>(
    sql`select (select count(*) from (select 1 from newsletters n cross join messages m on m.newsletter_id = n.id
        and m.channel = ${name} and m.state in ('planned', 'deferred') and m.due_at <= ${now}
        where n.state = 'running' limit ${COUNT_TO})) as due,
      (select count(*) from (select 1 from messages where channel = ${name} and state in ('planned', 'deferred')
        and (waits_since is not null or reason = 'warm_up') limit ${COUNT_TO})) as held,
      (select count(*) from messages where lease_until is not null and channel = ${name}) as inFlight`,
  );
  return {
    channel: name,
    due: row?.due ?? 0,
    held: row?.held ?? 0,
    inFlight: row?.inFlight ?? 0,
    providers: providersOf(channel).map((provider) => provider.name),
  };
}

async function findOpen(store: Store): Promise<readonly BreakerView[]> {
  const rows = await store.read<Pick<Breaker, "subject" | "probeAt" | "detail"> & Omit<BreakerView, "numbers">>(
    sql`select subject, state, cause, opened_at as openedAt, probe_at as probeAt, detail from breakers
      where state <> 'closed' order by opened_at desc, subject`,
  );
  return rows.map(({ detail, ...row }) => ({
    ...row,
    numbers: detail === null ? {} : (JSON.parse(detail) as Record<string, number>),
  }));
}

type StreamRow = {
  readonly stream: string;
  readonly perMinute: number | null;
  readonly connections: number | null;
  readonly slowedUntil: number | null;
  readonly suspendedUntil: number | null;
  readonly rule: string | null;
  readonly sent: number;
  readonly cap: number | null;
  readonly booked: number;
  readonly hard: number;
  readonly complained: number;
};

async function findStreams(store: Store, now: number): Promise<readonly StreamView[]> {
  const { day } = dayOf(now);
  const rows = await store.read<StreamRow>(
    sql`select named.stream, s.per_minute as perMinute, s.connections, s.slowed_until as slowedUntil,
        s.suspended_until as suspendedUntil, s.rule, coalesce(d.sent, 0) as sent, d.cap, coalesce(d.booked, 0) as booked,
        coalesce(d.hard, 0) as hard, coalesce(d.complained, 0) as complained
      from (select stream from stream_days where day = ${day}
        union select stream from streams where slowed_until > ${now} or suspended_until > ${now}) as named
      left join streams s on s.stream = named.stream left join stream_days d on d.stream = named.stream and d.day = ${day}
      order by coalesce(s.suspended_until, 0) > ${now} desc, coalesce(s.slowed_until, 0) > ${now} desc,
        coalesce(d.sent, 0) desc, named.stream limit ${MOST_STREAMS}`,
  );
  return rows.flatMap((row) => viewOf(row, now) ?? []);
}

function viewOf(row: StreamRow, now: number): StreamView | undefined {
  const sides = sidesOf(row.stream);
  if (sides === undefined) return undefined;
  const isSlowed = (row.slowedUntil ?? 0) > now;
  const isSuspended = (row.suspendedUntil ?? 0) > now;
  const usual = shapeOf(sides.receiver);
  const { sent, cap, booked, hard, complained } = row;
  return {
    ...sides,
    perMinute: isSlowed ? Math.min(row.perMinute ?? usual.perMinute, usual.perMinute) : usual.perMinute,
    connections: isSlowed ? Math.min(row.connections ?? usual.connections, usual.connections) : usual.connections,
    slowedUntil: isSlowed ? row.slowedUntil : null,
    suspendedUntil: isSuspended ? row.suspendedUntil : null,
    rule: isSlowed || isSuspended ? row.rule : null,
    today: { sent, cap: cap === null || cap >= NO_CAP ? null : cap, booked, hard, complained },
  };
}
