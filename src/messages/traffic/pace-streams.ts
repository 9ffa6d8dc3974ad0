import { sql } from "drizzle-orm";
import { SECOND_MS } from "#kernel/clock.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { Admitted } from "./admit.ts";
import type { PutOff } from "./put-off.ts";
import { type Paced, paceTurns } from "./shapes/pace-turns.ts";
import { shapeOf } from "./shapes/shapes.ts";
import { sidesOf } from "./stream.ts";

type StreamRow = {
  readonly stream: string;
  readonly usedUntil: number;
  readonly bookedUntil: number;
  readonly perMinute: number | null;
  readonly connections: number | null;
  readonly slowedUntil: number;
  readonly suspendedUntil: number;
};

type Booked = { readonly items: readonly Admitted[]; readonly row: StreamRow; readonly paced: Paced };

/**
 * Keeps each stream to its receiver's pace, as all workers together use it: turns of a rate, and nothing while it is suspended.
 * One read and one write for a whole claim; where another worker booked at the same moment, that stream waits a second.
 */
export async function paceStreams(
  store: Store,
  mails: readonly Admitted[],
  now: number,
): Promise<{ readonly kept: readonly Admitted[]; readonly later: readonly PutOff[] }> {
  const byStream = Map.groupBy(mails, ({ way }) => way.stream ?? "");
  const rows = await findStreams(store, [...byStream.keys()]);
  const booked: Booked[] = [];
  const later: PutOff[] = [];
  for (const [stream, items] of byStream) {
    const row = rows.get(stream) ?? unused(stream);
    if (row.suspendedUntil > now) later.push(...spread(items, row.suspendedUntil));
    else booked.push({ items, row, paced: paceOf(row, items.length, now) });
  }
  const won = await book(store, booked);
  const kept = booked.flatMap(({ items, row, paced }) => {
    if (!won.has(row.stream)) {
      later.push(...spread(items, now + SECOND_MS));
      return [];
    }
    items
      .slice(paced.granted)
      .forEach(({ message: { id, fence } }, index) =>
        later.push({ id, fence, dueAt: paced.later[index] ?? now + SECOND_MS, reason: "throttled" }),
      );
    const connections = connectionsOf(row, now);
    return items.slice(0, paced.granted).map((item) => ({ ...item, way: { ...item.way, connections } }));
  });
  return { kept, later };
}

async function findStreams(store: Store, streams: readonly string[]): Promise<ReadonlyMap<string, StreamRow>> {
  const rows = await store.read<StreamRow>(
    sql`select stream, used_until as usedUntil, booked_until as bookedUntil, per_minute as perMinute, connections,
      slowed_until as slowedUntil, suspended_until as suspendedUntil from streams
      where stream in (select value from json_each(${JSON.stringify(streams)}))`,
  );
  return new Map(rows.map((row) => [row.stream, row]));
}

function unused(stream: string): StreamRow {
  const free = { usedUntil: 0, bookedUntil: 0, slowedUntil: 0, suspendedUntil: 0 };
  return { stream, perMinute: null, connections: null, ...free };
}

const shapeOfStream = (stream: string) => shapeOf(sidesOf(stream)?.receiver ?? "");

function paceOf(row: StreamRow, count: number, now: number): Paced {
  const isSlowed = row.slowedUntil > now;
  const usual = shapeOfStream(row.stream).perMinute;
  const perMinute = isSlowed ? Math.min(row.perMinute ?? usual, usual) : usual;
  return paceTurns({ count, now, perMinute, state: row, slowedUntil: row.slowedUntil });
}

function connectionsOf(row: StreamRow, now: number): number {
  const usual = shapeOfStream(row.stream).connections;
  return row.slowedUntil > now ? Math.min(row.connections ?? usual, usual) : usual;
}

/** Compared with what was read: only one of two workers that read the same moves it. */
async function book(store: Store, booked: readonly Booked[]): Promise<ReadonlySet<string>> {
  if (booked.length === 0) return new Set();
  const values = booked.map(({ row, paced }) => [
    row.stream,
    paced.usedUntil,
    paced.bookedUntil,
    row.usedUntil,
    row.bookedUntil,
  ]);
  const [moved = []] = await store.write<{ stream: string }>([
    sql`insert into streams (stream, used_until, booked_until) select ${columns(3)} from ${jsonRows(values)} where true
      on conflict (stream) do update set used_until = excluded.used_until, booked_until = excluded.booked_until
        where exists (select 1 from ${jsonRows(values)} where item.value ->> 0 = streams.stream
          and item.value ->> 3 = streams.used_until and item.value ->> 4 = streams.booked_until)
      returning stream`,
  ]);
  return new Set(moved.map(({ stream }) => stream));
}

/** A hundred a second after the moment, so that they do not come back as one flood. */
function spread(items: readonly Admitted[], at: number): readonly PutOff[] {
  return items.map(({ message: { id, fence } }, index) => ({ id, fence, dueAt: at + index * 10, reason: "throttled" }));
}
