import { sql, type SQL } from "drizzle-orm";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { addressHashOf } from "#messages/address-of.ts";
import { hasConsent } from "#messages/consent.ts";
import { NEWSLETTER_LEFT } from "#predict/newsletter-choice.ts";

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
  /** The newest grant that she withdraws, 0 where none stands: leaving twice without coming back between is one choice. */
  readonly consentId: number;
};

/** What she leaves beside the newsletter of the message. */
type Rest = { readonly code: string; readonly topic: string; readonly isActive: number };

/**
 * Takes a customer off a newsletter, as RFC 8058 asks: at once, without a sign-in, as often as asked with the same end. The
 * address is suppressed by hash, so that no import brings her back, and rows that nobody holds yet are taken away.
 */
export async function leaveNewsletter(input: LeaveNewsletter): Promise<Left | undefined> {
  const { deps, messageNumber, fromAll } = input;
  const left = await findLeft(input);
  if (left === undefined) return undefined;
  const now = deps.clock.now();
  const customer = sql`(select id from customers where code = ${left.customerCode})`;
  const which = fromAll
    ? sql`(select id from newsletters where message_class = 'marketing')`
    : sql`(select id from newsletters where code = ${left.newsletterCode})`;
  const rest = fromAll ? await findRest(input, left, customer) : [];
  // Who left already says nothing new by saying it again.
  const facts = left.consentId === 0 && !fromAll ? [] : factsOf(input, left, rest);
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

/** A grant for everything counts for this newsletter too: it is the one that she takes back for its topic. */
async function findLeft({ deps, messageNumber, fromAll }: LeaveNewsletter): Promise<Left | undefined> {
  const stands = fromAll
    ? sql`1`
    : sql`k.topic in (n.topic, '') and ${hasConsent({ customerId: "c.id", channel: "m.channel", topic: "n.topic" })}`;
  const [left] = await deps.store.read<Left>(
    sql`select c.code as customerCode, n.code as newsletterCode, n.title, n.topic, m.channel,
      ${addressHashOf("m.channel", "c")} as addressHash,
      coalesce((select max(k.consent_id) from consent_states k where k.customer_id = c.id and k.purpose = 'receive'
        and k.channel in (m.channel, '') and k.is_granted = 1 and ${stands}), 0) as consentId
      from messages m join customers d on d.id = m.customer_id join customers c on c.id = coalesce(d.merged_into, d.id)
      join newsletters n on n.id = m.newsletter_id where m.id = ${messageNumber}`,
  );
  return left;
}

function findRest({ deps }: LeaveNewsletter, left: Left, customer: SQL): Promise<Rest[]> {
  return deps.store.read<Rest>(
    sql`select n.code, n.topic, exists (select 1 from subscriptions s where s.customer_id = ${customer}
        and s.newsletter_id = n.id and s.state = 'active') as isActive
      from newsletters n where n.message_class = 'marketing' and n.code <> ${left.newsletterCode}`,
  );
}

/** One event for each newsletter that came; the first has the consents. Who leaves all withdraws topics to come as well. */
function factsOf(
  { deps, messageNumber, source, wording, fromAll }: LeaveNewsletter,
  left: Left,
  rest: readonly Rest[],
): Fact[] {
  const messageId = `~leave:${messageNumber}:${fromAll ? "all" : "one"}:${left.consentId}`;
  const topics = new Set([left.topic, ...rest.map(({ topic }) => topic), ...(fromAll ? [""] : [])]);
  const leaving = (newsletter: string): Fact => ({
    messageId: newsletter === left.newsletterCode ? messageId : `${messageId}:${newsletter}`,
    customer: left.customerCode,
    kind: "choice",
    name: NEWSLETTER_LEFT,
    category: null,
    productCode: null,
    properties: { newsletter, fromAll },
    at: deps.clock.now(),
    source,
    channel: left.channel,
  });
  const consents = [...topics].map((topic) => ({
    purpose: "receive" as const,
    channel: left.channel,
    topic,
    state: "withdrawn" as const,
    wording,
    proof: { messageNumber },
  }));
  const others = rest.filter(({ isActive }) => isActive === 1).map(({ code }) => leaving(code));
  return [{ ...leaving(left.newsletterCode), consents }, ...others];
}
