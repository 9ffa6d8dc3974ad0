import { sql, type SQL } from "drizzle-orm";
import { HOUR_MS } from "#kernel/clock.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { sidesOf } from "#messages/traffic/stream.ts";
import { ruleNamed, rulesHeard } from "./rules.ts";

/** What a receiver answered to one message of a stream. */
export type Reply = { readonly stream: string; readonly words: string };

type Signal = { readonly stream: string; readonly rule: string; readonly hits: number };

/**
 * Counts what receivers said, and slows or suspends a stream that was told so as often as the rule asks for within an hour.
 * Gives what was slowed, for the log.
 */
export async function hearReplies(store: Store, replies: readonly Reply[], now: number): Promise<readonly Signal[]> {
  const signals = signalsIn(replies);
  if (signals.length === 0) return [];
  const [counted = []] = await store.write<Signal>([countSignals(signals, now)]);
  const ripe = counted.filter(({ rule, hits }) => hits >= (ruleNamed(rule)?.hits ?? Infinity));
  if (ripe.length > 0) await store.write(ripe.map((signal) => obey(signal, now)));
  return ripe;
}

function signalsIn(replies: readonly Reply[]): readonly Signal[] {
  const hits = new Map<string, Signal>();
  for (const { stream, words } of replies) {
    const receiver = sidesOf(stream)?.receiver ?? "";
    for (const { name } of rulesHeard(receiver, words)) {
      const key = `${stream} ${name}`;
      hits.set(key, { stream, rule: name, hits: (hits.get(key)?.hits ?? 0) + 1 });
    }
  }
  return [...hits.values()];
}

function countSignals(signals: readonly Signal[], now: number): SQL {
  const rows = signals.map(({ stream, rule, hits }) => [stream, rule, now, hits]);
  const isOld = sql`stream_signals.since < ${now - HOUR_MS}`;
  return sql`insert into stream_signals (stream, rule, since, hits) select ${columns(4)} from ${jsonRows(rows)} where true
    on conflict (stream, rule) do update set hits = iif(${isOld}, excluded.hits, stream_signals.hits + excluded.hits),
      since = iif(${isOld}, excluded.since, stream_signals.since)
    returning stream, rule, hits`;
}

/** What is slower already stays so: the lower rate and the later end hold. */
function obey({ stream, rule: name }: Signal, now: number): SQL {
  const rule = ruleNamed(name);
  const until = now + (rule?.forMs ?? 0);
  const isSuspended = rule?.suspends === true;
  return sql`insert into streams (stream, per_minute, connections, slowed_until, suspended_until, rule)
    values (${stream}, ${rule?.perMinute ?? null}, ${rule?.connections ?? null}, ${isSuspended ? 0 : until},
      ${isSuspended ? until : 0}, ${name})
    on conflict (stream) do update set
      per_minute = iif(streams.slowed_until > ${now},
        coalesce(min(streams.per_minute, excluded.per_minute), streams.per_minute, excluded.per_minute), excluded.per_minute),
      connections = iif(streams.slowed_until > ${now},
        coalesce(min(streams.connections, excluded.connections), streams.connections, excluded.connections), excluded.connections),
      slowed_until = max(streams.slowed_until, excluded.slowed_until),
      suspended_until = max(streams.suspended_until, excluded.suspended_until), rule = excluded.rule`;
}
