import { sql } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { Fact } from "#customers/facts/fact.ts";

export type LeaveNewsletter = {
  readonly deps: CustomerDeps;
  /** The message whose link was used: it names customer, newsletter and channel. */
  readonly messageNumber: number;
  /** false: this newsletter; true: everything of the marketing class on this channel. */
  readonly fromAll: boolean;
  readonly source: "one-click" | "unsubscribe-page";
  readonly wording: string;
};

type Left = {
  readonly customerCode: string;
  readonly newsletterCode: string;
  readonly title: string;
  readonly topic: string;
  readonly channel: string;
  readonly addressHash: string | null;
  /** The consent that stands, 0 where none does: leaving twice without coming back between is one choice. */
  readonly consentId: number;
};

/**
 * Takes a customer off a newsletter, as RFC 8058 asks: at once, without a sign-in, as often as asked with the same end. The
 * address is suppressed by hash, so that no import brings her back, and rows that nobody holds yet are taken away.
 */
export async function leaveNewsletter(input: LeaveNewsletter): Promise<Left | undefined> {
  const { deps, messageNumber, fromAll } = input;
  const [left] = await deps.store.read<Left>(
    sql`select c.code as customerCode, n.code as newsletterCode, n.title, n.topic, m.channel,
      case m.channel when 'email' then c.email_hash else c.phone_hash end as addressHash,
      coalesce((select k.consent_id from consent_states k where k.customer_id = c.id and k.purpose = 'receive'
        and k.channel = m.channel and k.topic = n.topic and k.is_granted = 1), 0) as consentId
      from messages m join customers d on d.id = m.customer_id join customers c on c.id = coalesce(d.merged_into, d.id)
      join newsletters n on n.id = m.newsletter_id where m.id = ${messageNumber}`,
  );
  if (left === undefined) return undefined;
  const now = deps.clock.now();
  const customer = sql`(select id from customers where code = ${left.customerCode})`;
  const which = fromAll
    ? sql`(select id from newsletters where message_class = 'marketing')`
    : sql`(select id from newsletters where code = ${left.newsletterCode})`;
  const topics = await deps.store.read<{ topic: string }>(
    fromAll
      ? sql`select distinct topic from newsletters where message_class = 'marketing'`
      : sql`select ${left.topic} as topic`,
  );
  // Who left already says nothing new by saying it again.
  const facts = left.consentId === 0 && !fromAll ? [] : [factOf(input, left, topics)];
  await deps.store.write([
    ...factStatements(deps, { by: "code", facts, receivedAt: now }),
    sql`update subscriptions set state = 'off', chosen_by = 'customer', updated_at = ${now}
      where customer_id = ${customer} and newsletter_id in ${which}`,
    sql`insert into suppressions (address_hash, channel, scope, reason, source, at, message_number)
      select ${left.addressHash}, ${left.channel}, ${fromAll ? "" : left.newsletterCode}, 'unsubscribed', ${input.source}, ${now}, ${messageNumber}
      where ${left.addressHash} is not null on conflict do nothing`,
    sql`delete from messages where customer_id = ${customer} and newsletter_id in ${which} and state = 'planned'`,
    sql`update messages set opted_out_at = coalesce(opted_out_at, ${now}) where id = ${messageNumber}`,
  ]);
  return left;
}

function factOf(
  { deps, messageNumber, source, wording, fromAll }: LeaveNewsletter,
  left: Left,
  topics: ReadonlyArray<{ readonly topic: string }>,
): Fact {
  return {
    messageId: `~leave:${messageNumber}:${fromAll ? "all" : "one"}:${left.consentId}`,
    customer: left.customerCode,
    kind: "choice",
    name: "Newsletter Left",
    category: null,
    productCode: null,
    properties: { newsletter: left.newsletterCode, fromAll },
    at: deps.clock.now(),
    source,
    channel: left.channel,
    consents: topics.map(({ topic }) => ({
      purpose: "receive",
      channel: left.channel,
      topic,
      state: "withdrawn",
      wording,
      proof: { messageNumber },
    })),
  };
}
