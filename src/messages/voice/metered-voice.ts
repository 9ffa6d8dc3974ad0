import { sql } from "drizzle-orm";
import type { Channel, OutgoingMessage, SendOutcome, VoiceContent } from "#channels/channel.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { type Clock, DAY_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { bookTurns } from "#messages/phone/book-turns.ts";
import { dayOf, refund, spend } from "#messages/phone/spend-limit.ts";
import { priceMilli } from "#messages/phone/price-milli.ts";
import type { Store } from "#store/store.ts";
import type { VoiceSettings, VoiceSettingsSource } from "./voice-settings.ts";

export type MeteredVoiceDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly settings: VoiceSettingsSource;
};

type Outgoing = OutgoingMessage<VoiceContent>;
type Held = Extract<SendOutcome, { readonly kind: "deferred" }>;
type Dial = { readonly id: number; readonly day: string; readonly costMilli: number };

/**
 * A channel for calls that keeps to each number's rate, rings nobody too often and costs no more than the day's limit. Until its
 * length is told, a call is held to last as long as it may (settle-dial.ts gives back the rest). What is held back is deferred,
 * and nothing of it has left.
 */
export function meteredVoice(channel: Channel<VoiceContent>, deps: MeteredVoiceDeps): Channel<VoiceContent> {
  return {
    ...channel,
    send: async (message, options) => {
      const admitted = await admit(deps, message);
      if ("kind" in admitted) return admitted;
      const outcome = await channel.send(message, options);
      if (outcome.kind === "deferred" || outcome.kind === "rejected") await takeBack(deps.store, admitted);
      return outcome;
    },
  };
}

async function admit(deps: MeteredVoiceDeps, message: Outgoing): Promise<Dial | Held> {
  const { store, clock } = deps;
  const settings = await deps.settings();
  const { from, maxSeconds } = message.content;
  const perSecond = settings.callers.find(({ sender }) => sender === from)?.perSecond ?? 1;
  const now = clock.now();
  const turns = await bookTurns(store, { sender: `voice ${from}`, count: 1, perSecond, now });
  if (turns.granted === 0) return held("sender_rate", turns.later[0] ?? now + SECOND_MS);
  const minuteMilli = priceMilli(settings, { to: message.to, units: 1 });
  const costMilli = minuteMilli * Math.ceil(maxSeconds / 60);
  const { day, endsAt } = dayOf(now);
  const phoneHash = hashAddress(deps.secret, "phone", message.to);
  const id = await ring(store, settings, { message, phoneHash, now, day, minuteMilli, costMilli });
  if (id === undefined) return held("ring_cap", await nextRing(store, { phoneHash, now }));
  const dial = { id, day, costMilli };
  if (costMilli === 0) return dial;
  const limitMilli = (settings.dailyLimitMinor ?? Infinity) * 1_000;
  const bounded = Math.min(limitMilli, Number.MAX_SAFE_INTEGER);
  const count = await spend(store, { channel: "voice", day, costs: [costMilli], limitMilli: bounded });
  if (count === 1) return dial;
  await takeBack(store, { ...dial, costMilli: 0 });
  return held("daily_spend", endsAt);
}

type Ringing = {
  readonly message: Outgoing;
  readonly phoneHash: string;
  readonly now: number;
  readonly day: string;
  readonly minuteMilli: number;
  readonly costMilli: number;
};

/** One statement that counts and writes: two workers together ring no more often than one. */
async function ring(store: Store, { callsADay }: VoiceSettings, dial: Ringing): Promise<number | undefined> {
  const { message, phoneHash, now, day, minuteMilli, costMilli } = dial;
  const [rows = []] = await store.write<{ id: number }>([
    sql`insert into voice_dials (message_id, phone_hash, at, day, minute_milli, cost_milli)
      select ${message.messageNumber}, ${phoneHash}, ${now}, ${day}, ${minuteMilli}, ${costMilli}
      where (select count(*) from voice_dials where phone_hash = ${phoneHash} and at > ${now - DAY_MS}) < ${callsADay}
      returning id`,
  ]);
  return rows[0]?.id;
}

async function nextRing(
  store: Store,
  { phoneHash, now }: { readonly phoneHash: string; readonly now: number },
): Promise<number> {
  const [row] = await store.read<{ oldest: number | null }>(
    sql`select min(at) as oldest from voice_dials where phone_hash = ${phoneHash} and at > ${now - DAY_MS}`,
  );
  return (row?.oldest ?? now) + DAY_MS;
}

/** What did not ring counts for nothing. */
async function takeBack(store: Store, { id, day, costMilli }: Dial): Promise<void> {
  await store.write([sql`delete from voice_dials where id = ${id}`]);
  await refund(store, { channel: "voice", day, milli: costMilli });
}

function held(reason: string, retryAt: number): Held {
  return { kind: "deferred", reason, retryAt };
}
