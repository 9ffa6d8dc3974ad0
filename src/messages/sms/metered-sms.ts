import { sql } from "drizzle-orm";
import type { Channel, OutgoingMessage, SendOutcome, SmsContent } from "#channels/channel.ts";
import { OPTED_OUT, OTHER_SENDER } from "#channels/twilio/classify-answer.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { bookTurns } from "#messages/phone/book-turns.ts";
import { dayOf, refund, spend } from "#messages/phone/spend-limit.ts";
import type { Store } from "#store/store.ts";
import { priceMilli } from "#messages/phone/price-milli.ts";
import { bindAnother } from "./bind-senders.ts";
import type { SmsSettings, SmsSettingsSource } from "./sms-settings.ts";

export type MeteredSmsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly settings: SmsSettingsSource;
};

type Outgoing = OutgoingMessage<SmsContent>;
type Waiting = {
  readonly message: Outgoing;
  readonly decide: (verdict: Verdict) => void;
  readonly fail: (cause: unknown) => void;
};
/** undefined: it may leave, and cost so much; otherwise when it may, and why not now. */
type Verdict = { readonly costMilli: number; readonly held?: Extract<SendOutcome, { kind: "deferred" }> };

/**
 * A channel for texts that keeps to each sender's rate and to the day's limit. What they hold back is deferred, and nothing of it
 * has left. A group of the sender asks together, so that the meters cost one write for all of it and not one for each. Where the
 * provider says that she opted out, that is recorded as her word; where it can't reach her from this sender, another of the pool
 * writes to her, now and from now on.
 */
export function meteredSms(channel: Channel<SmsContent>, deps: MeteredSmsDeps): Channel<SmsContent> {
  let waiting: Waiting[] = [];

  const ask = (message: Outgoing) =>
    new Promise<Verdict>((decide, fail) => {
      waiting.push({ message, decide, fail });
      if (waiting.length > 1) return;
      queueMicrotask(() => {
        const group = waiting;
        waiting = [];
        void judge(deps, group).catch((cause: unknown) => {
          for (const one of group) one.fail(cause);
        });
      });
    });

  const sendOnce: Channel<SmsContent>["send"] = async (message, options) => {
    const verdict = await ask(message);
    if (verdict.held !== undefined) return verdict.held;
    const { day } = dayOf(deps.clock.now());
    const outcome = await channel.send(message, options);
    // What may have been sent may have to be paid.
    if (outcome.kind === "deferred" || outcome.kind === "rejected") {
      await refund(deps.store, { channel: "sms", day, milli: verdict.costMilli });
    }
    if (outcome.kind === "rejected" && outcome.reason === OPTED_OUT) await recordOptOut(deps, message);
    return outcome;
  };

  return {
    ...channel,
    send: async (message, options) => {
      const tried = [message.content.from];
      let outcome = await sendOnce(message, options);
      while (isOutOfReach(outcome) && tried.length < MOST_SENDERS) {
        const from = await anotherSender(deps, message, tried);
        if (from === undefined) break;
        tried.push(from);
        outcome = await sendOnce({ ...message, content: { ...message.content, from } }, options);
      }
      return outcome;
    },
  };
}

/** Refused, so surely not sent: another sender may try, and no number asks the whole pool. */
const MOST_SENDERS = 3;

function isOutOfReach(outcome: SendOutcome): boolean {
  return outcome.kind === "rejected" && outcome.reason === OTHER_SENDER;
}

async function anotherSender(
  { store, secret, clock, settings }: MeteredSmsDeps,
  { to }: Outgoing,
  tried: readonly string[],
): Promise<string | undefined> {
  const { senders: pool } = await settings();
  const binding = { store, key: secret.keyFor("sms-pool/1"), pool, now: clock.now() };
  return bindAnother(binding, { to, phoneHash: hashAddress(secret, "phone", to) }, tried);
}

async function judge(deps: MeteredSmsDeps, group: readonly Waiting[]): Promise<void> {
  const settings = await deps.settings();
  const now = deps.clock.now();
  const leaving: Waiting[] = [];
  for (const [sender, some] of Map.groupBy(group, ({ message }) => message.content.from)) {
    const perSecond = settings.senders.find((one) => one.sender === sender)?.perSecond ?? 1;
    const { granted, later } = await bookTurns(deps.store, { sender, count: some.length, perSecond, now });
    leaving.push(...some.slice(0, granted));
    some
      .slice(granted)
      .forEach(({ decide }, index) => decide(heldUntil("sender_rate", later[index] ?? now + SECOND_MS)));
  }
  await judgeCosts(deps, settings, leaving);
}

async function judgeCosts(deps: MeteredSmsDeps, settings: SmsSettings, leaving: readonly Waiting[]): Promise<void> {
  const costs = leaving.map(({ message: { to, content } }) => priceMilli(settings, { to, units: content.segments }));
  const { day, endsAt } = dayOf(deps.clock.now());
  const limitMilli =
    settings.dailyLimitMinor === undefined ? Number.MAX_SAFE_INTEGER : settings.dailyLimitMinor * 1_000;
  const isFree = costs.every((cost) => cost === 0);
  const count = isFree ? costs.length : await spend(deps.store, { channel: "sms", day, costs, limitMilli });
  leaving.forEach(({ decide }, index) =>
    decide(index < count ? { costMilli: costs[index] ?? 0 } : heldUntil("daily_spend", endsAt)),
  );
}

function heldUntil(reason: string, retryAt: number): Verdict {
  return { costMilli: 0, held: { kind: "deferred", reason, retryAt } };
}

/** She wrote STOP to the provider, and it did not reach us: her number takes no text of ours, from whatever sender. */
async function recordOptOut({ store, secret, clock }: MeteredSmsDeps, { to, messageNumber }: Outgoing): Promise<void> {
  const hash = hashAddress(secret, "phone", to);
  await store.write([
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
      values (${hash}, 'sms', '', 'stop', 'provider', ${clock.now()}, ${messageNumber})
      on conflict (address_hash, channel, scope) do update set reason = 'stop', source = excluded.source, at = excluded.at
        where suppressions.reason in ('unsubscribed', 'undeliverable', 'unknown_recipient')`,
  ]);
}
