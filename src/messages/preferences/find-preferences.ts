import { sql } from "drizzle-orm";
import { addressHashOf } from "#messages/address-of.ts";
import type { ChannelName } from "#messages/channel-name.ts";
import { hasConsent } from "#messages/consent.ts";
import { copyFor } from "#messages/newsletters/newsletter-copy.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { type PauseColumns, pauseOf } from "#messages/schedule/pause.ts";
import type { Store } from "#store/store.ts";
import { firstOf, readOrder } from "./channel-order.ts";
import type { NewsletterPreference, Preferences } from "./preferences.ts";

type CustomerRow = PauseColumns & {
  readonly id: number;
  readonly code: string;
  readonly first_name: string | null;
  readonly email: string | null;
  readonly email_hash: string | null;
  readonly phone_hash: string | null;
  readonly postal_hash: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly birth_on: string | null;
  readonly is_tracked: number;
  readonly quiet_from: number | null;
  readonly quiet_until: number | null;
  readonly cap_count: number | null;
  readonly cap_days: number | null;
  readonly channel_order: string | null;
};

type ChoiceRow = {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly copy: string;
  readonly topic: string;
  readonly channels: string;
  readonly default_pace: string;
  readonly default_minute: number;
  readonly isOn: number;
  readonly channel: ChannelName | null;
  readonly chosen_by: string | null;
  readonly pace: string | null;
  readonly minute: number | null;
  readonly isShared: number;
  readonly ownCopy: number | null;
  readonly channelOrder: string | null;
};

/** What she takes and what may come: neither her consent ended, be it for everything, nor did she leave at this address. */
const isOn = sql`s.state = 'active' and (n.message_class <> 'marketing'
  or (${hasConsent({ customerId: "s.customer_id", channel: "s.channel", topic: "n.topic" })}
    and not exists (select 1 from suppressions x
      where x.address_hash = ${addressHashOf("s.channel", "c")}
      and x.channel = s.channel and x.scope in ('', n.code) and x.reason in ('unsubscribed', 'stop'))))`;

/** By the keys of members. */
const livesWithOthers = sql`exists (select 1 from household_members hm cross join household_members ho
  on ho.household_id = hm.household_id and ho.customer_id <> hm.customer_id where hm.customer_id = c.id)`;

/** All that a customer chose, with the newsletters that she could choose. Merged codes lead to their survivor. */
export async function findPreferences(
  store: Store,
  customer: { readonly code: string } | { readonly id: number },
): Promise<Preferences | undefined> {
  const named = "code" in customer ? sql`d.code = ${customer.code}` : sql`d.id = ${customer.id}`;
  const [row] = await store.read<CustomerRow>(
    sql`select c.id, c.code, c.first_name, c.email, c.email_hash, c.phone_hash, ${addressHashOf("'print'", "c")} as postal_hash, c.locale, c.zone, c.birth_on, c.is_tracked, p.quiet_from,
      p.quiet_until, p.paused_from as pausedFrom, p.paused_until as pausedUntil, p.cap_count, p.cap_days, p.channel_order
      from customers d join customers c on c.id = coalesce(d.merged_into, d.id) left join preferences p on p.customer_id = c.id
      where ${named} and c.erased_at is null`,
  );
  if (row === undefined) return undefined;
  const choices = await store.read<ChoiceRow>(
    sql`select n.id, n.code, n.title, n.description, n.copy, n.topic, n.channels, n.default_pace, n.default_minute,
      coalesce(${isOn}, 0) as isOn, s.channel, s.chosen_by, d.pace, d.minute, s.own_copy as ownCopy, s.channel_order as channelOrder,
      n.one_per_household = 1 and ${livesWithOthers} as isShared
      from newsletters n join customers c on c.id = ${row.id}
      left join subscriptions s on s.newsletter_id = n.id and s.customer_id = ${row.id}
      left join schedules d on d.id = s.schedule_id
      where n.state <> 'stopped' and n.kind = 'newsletter' order by n.priority desc, n.title`,
  );
  return { ...preferencesOf(row), newsletters: choices.map((choice) => newsletterOf(choice, row)) };
}

function preferencesOf(row: CustomerRow): Omit<Preferences, "newsletters"> {
  return {
    customerId: row.id,
    customerCode: row.code,
    firstName: row.first_name,
    email: row.email,
    emailHash: row.email_hash,
    phoneHash: row.phone_hash,
    postalHash: row.postal_hash,
    locale: row.locale,
    zone: row.zone,
    birthOn: row.birth_on,
    isTracked: row.is_tracked === 1,
    quietHours:
      row.quiet_from === null || row.quiet_until === null ? null : { from: row.quiet_from, to: row.quiet_until },
    pause: pauseOf(row) ?? null,
    cap: row.cap_count === null || row.cap_days === null ? null : { count: row.cap_count, days: row.cap_days },
    channelOrder: readOrder(row.channel_order),
  };
}

function newsletterOf(row: ChoiceRow, { locale, channel_order: general }: CustomerRow): NewsletterPreference {
  const isOwnPace = row.chosen_by === "customer" && row.pace !== null && row.pace !== row.default_pace;
  const channels = JSON.parse(row.channels) as ChannelName[];
  return {
    id: row.id,
    code: row.code,
    channels,
    ...copyFor(row, locale),
    topic: row.topic,
    isOn: row.isOn === 1,
    channel: row.channel ?? firstOf(readOrder(general), channels) ?? channels[0] ?? "email",
    channelOrder: readOrder(row.channelOrder),
    pace: JSON.parse(row.pace ?? row.default_pace) as Pace,
    minute: row.minute ?? row.default_minute,
    isOwnPace,
    isShared: row.isShared === 1,
    ownCopy: row.ownCopy === 1,
  };
}
